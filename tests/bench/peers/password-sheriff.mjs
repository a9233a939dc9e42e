import sheriff from "password-sheriff";

const policy = sheriff("excellent");

export default (text) => Number(policy.check(text));
