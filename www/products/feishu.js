/** Feishu enterprise mail. */
export default {
  /** The product whose requests it takes: see api.js. */
  api: "feishu",
  /** Whether people sign in with their e-mail address. */
  signsInWithMail: true,
  words: {
    "zh-CN": {
      account: "飞书企业邮箱",
      brand: "飞书企业邮箱",
      vendor: "飞书",
      signIn: "登录飞书邮箱",
      next: "别忘了在手机和邮件客户端里也更新密码。",
    },
    en: {
      account: "Feishu enterprise mail",
      brand: "Feishu enterprise mail",
      vendor: "Feishu",
      signIn: "Sign in to Feishu mail",
      next: "Remember to update the password on your phone and in your mail clients.",
    },
  },
};
