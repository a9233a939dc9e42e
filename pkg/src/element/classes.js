// `passgate/element/define`: the classes, without registering them.
export { PassgateField } from "./field.js";
export { PassgateRules } from "./rules.js";
