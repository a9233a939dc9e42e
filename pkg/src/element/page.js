// `dist/element-page.js`: the elements in one file, for a page without a bundler. It loads `index.js` from its folder.
import { PassgateField, PassgateRules } from "./classes.js";
import { register } from "./register.js";

register({ PassgateField, PassgateRules });

export { PassgateField, PassgateRules };
