// A project without React and without Vue.
import { PassgateRules } from "passgate/element/define";
import "passgate/element";

export const rules: PassgateRules = document.createElement("passgate-rules");
