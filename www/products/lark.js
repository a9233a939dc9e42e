/** Lark business email. */
export default {
  /** The product whose requests it takes: see api.js. */
  api: "feishu",
  /** Whether people sign in with their e-mail address. */
  signsInWithMail: true,
  words: {
    "zh-CN": {
      account: "Lark 企业邮箱",
      brand: "Lark 企业邮箱",
      vendor: "Lark",
      signIn: "登录 Lark 邮箱",
      next: "别忘了在手机和邮件客户端里也更新密码。",
    },
    en: {
      account: "Lark business email",
      brand: "Lark business email",
      vendor: "Lark",
      signIn: "Sign in to Lark Mail",
      next: "Remember to update the password on your phone and in your mail clients.",
    },
  },
};
