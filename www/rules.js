// Written by `cargo xtask codegen` from the rules and violations of crates/passgate-core.

/** The row that a violation belongs to; one that is not here is the vendor's. */
export const ROWS = {
  "contains-identity": "identity",
  "empty": "length",
  "matches-username": "username",
  "resembles-identity": "identity",
  "reused": "history",
  "reverses-username": "username",
  "too-common": "common",
  "too-few-classes": "composition",
  "too-long": "length",
  "too-repetitive": "repetition",
  "too-short": "length",
  "unknown-identity": "identity",
  "unsupported-character": "charset",
  "wrong-length": "length"
};

/** The short names of the rows. */
export const LABELS = {
  "en": {
    "charset": "allowed characters",
    "common": "common passwords",
    "composition": "kinds of character",
    "history": "earlier passwords",
    "identity": "personal details",
    "length": "length",
    "repetition": "repeated characters",
    "username": "username",
    "vendor": "system rules"
  },
  "zh-CN": {
    "charset": "可用字符",
    "common": "常见密码",
    "composition": "字符种类",
    "history": "历史密码",
    "identity": "个人信息",
    "length": "长度",
    "repetition": "重复字符",
    "username": "用户名",
    "vendor": "系统规则"
  },
  "zh-TW": {
    "charset": "可用字元",
    "common": "常見密碼",
    "composition": "字元種類",
    "history": "歷史密碼",
    "identity": "個人資料",
    "length": "長度",
    "repetition": "重複字元",
    "username": "使用者名稱",
    "vendor": "系統規則"
  }
};
