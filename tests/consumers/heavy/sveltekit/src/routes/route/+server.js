import { verdict } from "../../../verdict.js";

export const GET = async () => new Response(await verdict());
