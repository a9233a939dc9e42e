// It reads names and judges no passwords.
import { polyphonic } from "pinyin-pro";

export default (name) => polyphonic(name, { toneType: "none", type: "array" }).length;
