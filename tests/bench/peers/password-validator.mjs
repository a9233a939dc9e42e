import PasswordValidator from "password-validator";

const schema = new PasswordValidator().is().min(8).is().max(18);
schema.has().uppercase().has().lowercase().has().digits().has().symbols();

export default (text) => Number(schema.validate(text));
