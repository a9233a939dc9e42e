import { verdict } from "../../../verdict.js";

export const load = async () => ({ text: await verdict() });
