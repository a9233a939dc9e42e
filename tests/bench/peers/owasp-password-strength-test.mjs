import owasp from "owasp-password-strength-test";

owasp.config({ minLength: 8, maxLength: 18, allowPassphrases: false });

export default (text) => owasp.test(text).errors.length;
