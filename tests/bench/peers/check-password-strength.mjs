import { passwordStrength } from "check-password-strength";

export default (text) => passwordStrength(text).id;
