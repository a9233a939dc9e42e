/** 竹云 EIAM. */
export default {
  /** The product whose requests it takes: see api.js. */
  api: "eiam",
  /** Whether people sign in with their e-mail address. */
  signsInWithMail: false,
  words: {
    "zh-CN": {
      account: "竹云 EIAM 账号",
      brand: "竹云 EIAM 账号",
      vendor: "竹云",
      signIn: "前往登录",
      next: "其他设备上如果还保存着旧密码，也请更新。",
    },
    en: {
      account: "your Bamboocloud EIAM account",
      brand: "Bamboocloud EIAM",
      vendor: "Bamboocloud",
      signIn: "Go to sign-in",
      next: "If other devices still have the old password, update it there too.",
    },
  },
};
