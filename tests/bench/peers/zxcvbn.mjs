import zxcvbn from "zxcvbn";

import { INPUTS } from "../person.mjs";

export default (text) => zxcvbn(text, INPUTS).score;
