// `passgate/element`: registers the elements. The classes are an entry of their own, so that there is one of each.
import { PassgateField, PassgateRules } from "passgate/element/define";
import { register } from "./register.js";

register({ PassgateField, PassgateRules });

export { PassgateField, PassgateRules };
