// A minimal reset proxy for comparison with the edge. It passes the calls to the vendor unchanged, so
// its caller needs the vendor's own token.

const POLICY = JSON.stringify({ product: "eiam", rules: [] }).padEnd(1500, " ");

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/healthz") return Response.json({ status: "ok" });
    if (pathname.startsWith("/v1/policies/")) {
      return new Response(POLICY, { headers: { "Content-Type": "application/json", ETag: '"1"' } });
    }
    return env.VENDOR.fetch(new Request(`http://vendor${pathname}${search}`, request));
  },
};
