/** The forms' own words for the rows of the checklist, which name the vendor that decides. */

import { words } from "./words.js";

/**
 * What a row asks for and says, for `sentences.row` of the element; a member that is absent is the checker's own. The
 * element shows what a row says only while it is not met.
 * `describe` returns the sentence for a violation.
 */
export function wording({ product, describe }) {
  return ({ rule, shown, violation, isBlocked }, locale) => {
    const { checklist } = words[locale];
    const asks = rule === "vendor" ? { asks: checklist.vendorRule({ product }) } : {};
    if (violation?.code === "not-accepted" && !violation.message) return { ...asks, says: checklist.noReason({ product }) };
    const reason = violation ? describe(violation, locale) : "";
    if (shown === "unmet") return { ...asks, says: reason };
    if (shown === "advice") {
      const known = violation.code === "too-common" || rule === "identity";
      return known ? asks : { ...asks, says: checklist.advised({ reason, isBlocked }) };
    }
    const { unsure } = checklist;
    // Without a violation there is no reason to name, except that only the vendor knows earlier passwords.
    const ofRule = violation || rule === "history" ? unsure[rule] : undefined;
    const sentence = unsure[violation?.code] ?? ofRule ?? (violation ? unsure.other : unsure.none);
    return { ...asks, says: sentence({ product, reason, isBlocked }) };
  };
}
