/** The page's own sentences in Simplified Chinese. The rules' sentences live in the core. */

import { named } from "./products.js";
import { LABELS } from "./rules.js";

/** A name between Chinese words has a space where it begins or ends with a Latin letter. */
const spaced = (name) => `${/^[!-~]/.test(name) ? " " : ""}${name}${/[!-~]$/.test(name) ? " " : ""}`;
const allSpaced = (names) => Object.fromEntries(Object.entries(names).map(([product, name]) => [product, spaced(name)]));

const products = allSpaced(named("account", "zh-CN"));
const vendors = allSpaced(named("vendor", "zh-CN"));
const signIns = named("signIn", "zh-CN");

const kinds = { lower: "小写字母", upper: "大写字母", letter: "字母", digit: "数字", symbol: "符号" };

const list = (names) => names.map((name) => LABELS["zh-CN"][name]).join("、");

/** Who refused the password, and why. The vendor is named where it alone has refused; `told` says whether it gave a reason. */
const refusal = (product, names = [], told = false) =>
  names.every((name) => name === "vendor")
    ? `${vendors[product]}没有接受这个密码${names.length && !told ? "，也没有说明原因" : ""}`
    : `这个密码未被接受，原因：${list(names)}`;

/** How many attempts are left. A line does not break between a number and its unit. */
const left = (attempts) => (attempts === undefined ? "" : `，还可以提交\u00a0${attempts}\u00a0次`);

/** A limit that the vendor may have. A row does not say that one can submit where another row is not met. */
const perhaps = ({ product, reason, isBlocked }) =>
  `${reason}，否则${vendors[product]}可能不接受${isBlocked ? "" : "，但不影响提交"}。`;

export default {
  otherLanguage: "English",
  brands: named("brand", "zh-CN"),
  titles: {
    password: ({ product }) => `设置${products[product]}的新密码`,
    delivery: ({ product }) => `重置${products[product]}的密码`,
    problem: ({ heading }) => `错误：${heading}`,
  },
  account: "账号",
  loading: "正在验证链接…",
  limits: ({ time, attempts }) =>
    `链接有效至 ${time}${left(attempts)}。`,
  privacy: "输入时的检查只在你的浏览器里进行，提交之前密码不会离开这个页面。",
  privacyOfEdge: "提交之前密码不会离开这个页面。",
  inApp: {
    hint: "想换一个浏览器打开？请在开始填写之前复制链接，填写后这个链接只能在这里使用。",
    copy: "复制链接",
    copied: "链接已复制，请粘贴到浏览器的地址栏打开。",
    failed: "复制失败，请回到收到链接的消息里复制。",
  },

  submit: "设置新密码",

  checklist: {
    vendorRule: ({ product }) => `符合${vendors[product]}的其他规则`,
    noReason: ({ product }) => `${vendors[product]}没有接受这个密码，也没有说明原因。请换一个再试。`,
    unsure: {
      history: ({ product }) => `是否用过，只有${vendors[product]}知道，提交后才能确认。`,
      charset: ({ product }) => `${vendors[product]}没有说明是否接受这类字符，提交后才能确认。`,
      "unknown-identity": ({ reason }) => `${reason}。`,
      length: perhaps,
      composition: perhaps,
      repetition: perhaps,
      none: () => "这一项要提交后才能确认。",
      other: ({ reason }) => `${reason}，提交后才能确认。`,
    },
    /** Advice: no rule certainly refuses it. */
    advised: ({ reason, isBlocked }) => `${reason}。建议更换${isBlocked ? "" : "，也可以继续提交"}。`,
    changed: "密码要求刚刚有变化，这里已换成最新的，你输入的内容还在。",
    withoutCore: "现在无法边输入边检查。提交后，未满足的要求会在列表中标出。",
  },

  /** The requirements and the refusals where the checker does not run. */
  plain: {
    asks: {
      length: ({ min, max }) => {
        if (min && max) return min === max ? `${min} 个字符` : `${min}～${max} 个字符`;
        return max ? `最多 ${max} 个字符` : `至少 ${min} 个字符`;
      },
      charset: ({ letters, digits, symbols, space }) => {
        const taken = [letters === "none" ? "" : "英文字母", digits === false ? "" : "数字", symbols === undefined ? "符号" : symbols && `符号 ${symbols}`, space ? "空格" : ""];
        return `只使用${taken.filter(Boolean).join("、")}`;
      },
      composition: ({ classes, at_least: least }) => `${classes.map((name) => kinds[name]).join("、")}，至少包含其中 ${least} 种`,
      username: ({ reversed }) => (reversed === false ? "不与用户名相同" : "不与用户名或其倒写相同"),
      common: () => "不是常见的弱密码",
      history: () => "不与历史密码相同",
      repetition: ({ max, count }) => (count === "total" ? `同一字符最多出现 ${max} 次` : `相同字符连续出现不超过 ${max} 次`),
      identity: () => "不包含用户名、手机号、邮箱前缀、姓名拼音等个人信息",
    },
    violations: {
      "too-short": ({ min }) => `至少需要 ${min} 个字符`,
      "too-long": ({ max }) => `最多 ${max} 个字符`,
      "wrong-length": ({ min, max }) => {
        if (min && min === max) return `长度须为 ${min} 个字符`;
        return `长度不符合要求${min ? `，至少 ${min} 个字符` : ""}${max ? `，最多 ${max} 个字符` : ""}`;
      },
      "matches-username": () => "不能与用户名相同",
      "reverses-username": () => "不能是用户名的倒写",
      "too-few-classes": ({ required }) => `字符种类太少，至少需要 ${required} 种`,
      "unsupported-character": () => "含有不支持的字符",
      "too-common": ({ pattern }) => (pattern === "breached" ? "这个密码出现在已知的数据泄露中" : "这是常见密码"),
      reused: () => "以前用过，请换一个",
      "too-repetitive": ({ max }) => `相同字符太多${max ? `，最多 ${max} 个` : ""}`,
      "contains-identity": () => "含有个人信息",
      "not-accepted": ({ message }) => (message ? `密码未被接受：${message}` : ""),
    },
  },

  summary: {
    empty: "请输入新密码。",
    unmet: ({ unmet }) => `还不能提交，有\u00a0${unmet.length}\u00a0项要求未满足：${list(unmet)}。`,
    differs: "两次输入的密码不一致，请再核对一遍。",
    again: "请再次输入新密码以确认。",
  },

  delivery: {
    intro: "系统会生成一个新密码，发送到你账号上登记的手机号或邮箱。",
    legend: "新密码发送到",
    modes: { SMS: "手机短信", EMAIL: "电子邮件" },
    hints: { SMS: "账号上登记的手机号", EMAIL: "账号上登记的邮箱" },
    submit: "重置并发送新密码",
  },

  inProgress: {
    title: "正在处理你的提交…",
    body: "你刚才的提交还在处理，请稍等，不必再提交一次。",
  },
  sending: "正在提交…",
  waiting: ({ seconds }) => `${seconds} 秒后可以再试`,
  again: "现在可以再试了。",
  retry: "重试",
  reference: ({ id }) => `联系管理员时，请提供编号 ${id}`,
  vendorAdvice: ({ product, advice }) => `${vendors[product]}的建议：${advice}`,

  /** Said inside the form, which stays usable. */
  problems: {
    "refused-password": ({ product, attempts, rules, told }) =>
      `${refusal(product, rules, told)}。密码没有改变，链接仍然有效${left(attempts)}。`,
    breached: ({ attempts }) =>
      `这个密码出现在已知的数据泄露中，不能使用。密码没有改变，链接仍然有效${left(attempts)}。`,
    "bad-request": () => "这个密码里有无法处理的字符，或者太长。密码没有改变，请换一个。",
    "too-often": () => "系统繁忙，请稍后再试。密码没有改变。",
    "not-sent": ({ product }) => `暂时无法提交到${vendors[product]}，密码没有改变。请稍后再试。`,
    refused: ({ product, attempts, reason }) =>
      `${vendors[product]}拒绝了这次修改${reason ? `（${reason}）` : ""}。密码没有改变，链接仍然有效${left(attempts)}。可以修改后再提交；如果还是不行，请联系管理员。`,
    unchanged: () => "你之前的提交没有修改密码，可以重新提交。",
    offline: () => "网络连接失败，无法确认是否提交成功。请检查网络后重新提交，不会重复修改。",
    conflict: () => "上一次提交还在处理，请稍等几秒再试。",
    "missing-mobile": () => "这个账号没有登记手机号，请选择电子邮件。密码没有改变。",
    "missing-email": () => "这个账号没有登记邮箱，请选择手机短信。密码没有改变。",
    "delivery-failed": () => "新密码发送失败。请换一种方式再试，或联系管理员。",
    "send-mode": () => "系统不支持这种发送方式，请换一种。密码没有改变。",
  },

  /** After the end: where to go on, and what else has the old password. */
  next: {
    signIn: ({ product }) => signIns[product],
    ...named("next", "zh-CN"),
  },

  /** Said instead of the form: there is nothing more to do in it. */
  notices: {
    done: {
      title: "密码已修改",
      body: ({ product }) => `现在可以用新密码登录${products[product]}了。这个链接已经失效。`,
    },
    delivered: {
      title: "新密码已发送",
      body: ({ mode }) =>
        `请查看${mode === "SMS" ? "手机短信" : "邮箱"}，并用收到的新密码登录。这个链接已经失效。`,
    },
    unknown: {
      title: "密码可能已经修改",
      body: () => "提交后未收到明确结果。请先用新密码登录；登录不了，再试原来的密码，或请管理员重新发一个链接。",
    },
    "unknown-several": {
      title: "密码可能已经修改",
      body: () => "你提交过不止一个密码，都未收到明确结果。现在有效的可能是先提交的那个，可能是后来提交的那个，也可能还是原来的密码。请逐个登录试试；都登录不了，请管理员重新发一个链接。",
    },
    "done-earlier": {
      title: "密码已修改",
      body: ({ product }) => `生效的是你先提交的密码，后来提交的没有生效。请用先提交的密码登录${products[product]}。这个链接已经失效。`,
    },
    "delivery-unknown": {
      title: "新密码可能已经发送",
      body: () => "提交后未收到明确结果。请先看看短信和邮箱；过几分钟还没有收到，再请管理员重新发一个链接。",
    },
    "delivery-failed": {
      title: "新密码发送失败",
      body: () => "密码可能已经重置，但新密码没有送到你手里。请联系管理员重新发一个链接。",
    },
    "daily-limit": {
      title: "今日修改次数已用完",
      body: () => "这个账号今天的密码修改次数已经用完，密码没有改变。请明天（北京时间零点以后）再请管理员发一个新链接。",
    },
    "not-eligible": {
      title: "这个账号不能在这里重置密码",
      body: ({ product }) => `${vendors[product]}只允许重置登录邮箱与企业邮箱（或其别名）一致的账号。密码没有改变，请联系管理员。`,
    },
    forbidden: {
      title: "此链接无法修改该账号的密码",
      body: () => "密码没有改变。请联系管理员核对链接所指的账号。",
    },
    "no-ticket": {
      title: "请打开完整的链接",
      body: () => "这个页面要从管理员发给你的链接打开。链接可能没有复制完整，请重新点开，或整段复制到地址栏。",
    },
    "ticket-expired": {
      title: "链接已过期",
      body: () => "为了安全，链接只在几分钟内有效。请管理员重新发一个。",
    },
    "ticket-spent": {
      title: "链接已被使用",
      body: () => "每个链接只能用一次。如果不是你本人用的，请马上联系管理员；还要修改密码，请管理员重新发一个。",
    },
    unauthenticated: {
      title: "链接已失效",
      body: () => "链接可能已被使用、已过期、被新的链接取代，或者已在另一个浏览器里开始填写。如果在别的浏览器里填过，请回到那里继续；否则请管理员重新发一个。",
    },
    "no-credential": {
      title: "网络拦截了这个页面的请求",
      body: () => "你所在的网络（代理或安全软件）去掉了页面用来证明身份的信息。请换一个网络再试；如果还是不行，请联系管理员。链接不会因此失效。",
    },
    "attempts-used": {
      title: "提交次数已用完",
      body: () => "这个链接不能再提交了，密码没有改变。请管理员重新发一个链接。",
    },
    offline: {
      title: "网络连接失败",
      body: () => "链接未能打开。请检查网络后重试，链接不会因此失效。",
    },
    "too-often": {
      title: "请稍等",
      body: ({ seconds }) => `系统繁忙，请 ${seconds} 秒后再试。链接不会因此失效。`,
    },
    misconfigured: {
      title: "暂时不能修改密码",
      body: () => "系统设置有问题，请联系管理员处理。",
    },
    broken: {
      title: "页面加载不完整",
      body: () => "页面有一部分未能运行。请重试；如果还是不行，请换用较新的浏览器打开同一个链接，链接不会因此失效。",
    },
  },
};
