/**
 * Where the edge is: this page's own origin, or what the page says in
 * `<meta name="passgate-edge" content="https://reset.example.com">` when it lives elsewhere. The
 * edge then lists the page's origin in `allowed_origins`, and the page's policy lists the edge in
 * `connect-src`.
 */
const { content = "" } = document.querySelector('meta[name="passgate-edge"]') ?? {};

/** The address of one of the edge's routes. */
export function atEdge(path) {
  return content.replace(/\/$/, "") + path;
}
