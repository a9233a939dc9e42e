/** The state of this tab's history entry: a reload reads it, another tab does not have it. */

let last;

export function entryState() {
  last = history.state ?? undefined;
  return last ?? {};
}

export function replaceEntry(state, address) {
  last = state;
  history.replaceState(state, "", address);
}

/** Another fragment is a new entry, which has no state yet. */
export function carryEntry() {
  if (history.state === null && last) replaceEntry(last);
}
