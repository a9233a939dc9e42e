/** Huawei Cloud OneAccess. */
export default {
  /** The product whose requests it takes: see api.js. */
  api: "eiam",
  /** Whether people sign in with their e-mail address. */
  signsInWithMail: false,
  words: {
    "zh-CN": {
      account: "OneAccess 账号",
      brand: "OneAccess 账号",
      vendor: "OneAccess",
      signIn: "前往登录",
      next: "其他设备上如果还保存着旧密码，也请更新。",
    },
    en: {
      account: "your OneAccess account",
      brand: "OneAccess",
      vendor: "OneAccess",
      signIn: "Go to sign-in",
      next: "If other devices still have the old password, update it there too.",
    },
  },
};
