// The products, by the name that tickets and paths use, and what a page calls them.

import eiam from "./products/eiam.js";
import feishu from "./products/feishu.js";
import lark from "./products/lark.js";
import oneaccess from "./products/oneaccess.js";

export const PRODUCTS = { feishu, eiam, lark, oneaccess };

/** One word of every product, in that language. */
export function named(word, locale) {
  return Object.fromEntries(Object.entries(PRODUCTS).map(([product, { words }]) => [product, words[locale][word]]));
}
