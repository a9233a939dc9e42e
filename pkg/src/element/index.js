// `passgate/element`: registers the elements. It imports the other entry, so that each class exists once.
import { PassgateField, PassgateRules } from "passgate/element/define";
import { register } from "./register.js";

register({ PassgateField, PassgateRules });

export { PassgateField, PassgateRules };
