import { verdict } from "../../verdict.js";

export default defineEventHandler(() => verdict());
