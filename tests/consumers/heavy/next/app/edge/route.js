import { verdict } from "../../verdict.js";

export const runtime = "edge";

export const GET = async () => new Response(await verdict());
