/** The ticket: out of the address bar, into this tab's history entry, and nowhere else. */

const SHAPE = /^#(rt1\.[\w-]{22}\.[\w-]{43})$/;

/**
 * The ticket this page was opened with, if any, and how an earlier visit with it ended.
 *
 * The fragment is removed at once, so that it is not copied with the address. What a browser wrote
 * of the visit before that (its list of visited addresses, its session file) is the browser's. It
 * moves to the state of the history entry: a reload after a broken connection still works, another
 * tab does not have it.
 */
export function takeTicket() {
  const [, ticket] = SHAPE.exec(location.hash) ?? [];
  if (location.hash) remember(ticket ? { ticket } : null);
  return history.state ?? {};
}

/** The ticket is used up: a reload shows again how it ended. */
export function rememberEnd(end) {
  remember({ end });
}

/** Leaves nothing of the visit in this history entry. */
export function forgetTicket() {
  remember(null);
}

/** Calls `reopen` when another link is opened in this very tab: only the fragment changes then. */
export function onAnotherTicket(reopen) {
  addEventListener("hashchange", () => {
    if (location.hash) reopen();
  });
}

function remember(state) {
  history.replaceState(state, "", location.pathname + location.search);
}
