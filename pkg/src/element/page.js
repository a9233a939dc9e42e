// The elements in one file, for a page without a bundler: the rest of the package lies beside it.
import { PassgateField, PassgateRules } from "./classes.js";
import { register } from "./register.js";

register({ PassgateField, PassgateRules });

export { PassgateField, PassgateRules };
