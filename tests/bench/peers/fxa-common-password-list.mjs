import list from "fxa-common-password-list";

export default (text) => Number(list.test(text));
