/** The ticket: out of the address bar, into this tab's history entry, and nowhere else. */

const SHAPE = /^#(rt1\.[\w-]{22}\.[\w-]{43})$/;

/**
 * The ticket this page was opened with, or `undefined`.
 *
 * The fragment is removed at once, so that it is neither copied with the address nor synced
 * with the browser's history of addresses. It moves to the state of the history entry: a
 * reload after a broken connection still works, a new tab does not have it.
 */
export function takeTicket() {
  const [, ticket] = SHAPE.exec(location.hash) ?? [];
  const address = location.pathname + location.search;
  if (ticket) history.replaceState({ ticket }, "", address);
  else if (location.hash) history.replaceState(null, "", address);
  return history.state?.ticket;
}

/** Forgets the ticket: it is used up. */
export function forgetTicket() {
  history.replaceState(null, "", location.pathname + location.search);
}

/** Calls `reopen` when another link is opened in this very tab: only the fragment changes then. */
export function onAnotherTicket(reopen) {
  addEventListener("hashchange", () => {
    if (location.hash) reopen();
  });
}
