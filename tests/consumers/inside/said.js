// What the pages here share: the language and the theme of the address, the person, and the page's own style.

const WORDS = {
  en: { title: "Your account", password: "New password of the account", mail: "New password of the mailbox", save: "Save" },
  "zh-CN": { title: "账号设置", password: "账号的新密码", mail: "邮箱的新密码", save: "保存" },
  "zh-TW": { title: "帳號設定", password: "帳號的新密碼", mail: "信箱的新密碼", save: "儲存" },
};

export const person = {
  attributes: { username: "wangxm", person: "王小明", phones: "13800138000", emails: "wang.xm@example.com" },
  identity: { username: "wangxm", name: "王小明", phones: ["13800138000"], emails: ["wang.xm@example.com"] },
};

export function said() {
  const asked = new URLSearchParams(location.search);
  const lang = asked.get("lang") ?? "en";
  document.documentElement.lang = lang;
  return { lang, isDark: asked.get("theme") === "dark", words: WORDS[lang] };
}

/**
 * Gives the elements the corners and borders of the form system by custom properties, and the page its `color-scheme`.
 * Their accent stays: the systems' own colours have less contrast than WCAG asks of text.
 */
export function dressed({ page, radius, edge }) {
  const isDark = new URLSearchParams(location.search).get("theme") === "dark";
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = `
    :root { color-scheme: ${isDark ? "dark" : "light"}; }
    body { margin: 0; padding: 8px; background: ${page}; font-family: system-ui, "Noto Sans CJK SC", sans-serif; font-size: 14px; }
    passgate-rules, passgate-field { --passgate-radius: ${radius}; --passgate-edge: ${edge}; }`;
}
