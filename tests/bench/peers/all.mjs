// Every peer's call, by its id. In one module, so that a bundler can take them together.
import checkPasswordStrength from "./check-password-strength.mjs";
import fxaCommonPasswordList from "./fxa-common-password-list.mjs";
import owasp from "./owasp-password-strength-test.mjs";
import passwordSheriff from "./password-sheriff.mjs";
import passwordValidator from "./password-validator.mjs";
import pinyinPro from "./pinyin-pro.mjs";
import zxcvbn from "./zxcvbn.mjs";
import zxcvbnTs from "./zxcvbn-ts.mjs";

export const CALLS = {
  zxcvbn,
  "zxcvbn-ts": zxcvbnTs,
  "password-validator": passwordValidator,
  "owasp-password-strength-test": owasp,
  "check-password-strength": checkPasswordStrength,
  "password-sheriff": passwordSheriff,
  "fxa-common-password-list": fxaCommonPasswordList,
  "pinyin-pro": pinyinPro,
};
