/** The page's own sentences in Simplified Chinese. The rules' sentences live in the core. */

const products = { feishu: "飞书企业邮箱", eiam: "竹云 EIAM 账号" };
const vendors = { feishu: "飞书", eiam: "竹云" };

const rules = {
  length: "长度",
  charset: "可用字符",
  composition: "字符种类",
  username: "用户名",
  common: "常见密码",
  history: "历史密码",
  repetition: "重复字符",
  identity: "个人信息",
  vendor: "系统规则",
};

const list = (names) => names.map((name) => rules[name] ?? name).join("、");

export default {
  otherLanguage: "English",
  brands: products,
  titles: {
    password: ({ product }) => `设置${products[product]}的新密码`,
    delivery: ({ product }) => `重置${products[product]}的密码`,
  },
  account: "账号",
  loading: "正在检查链接…",
  limits: ({ time, attempts }) => `链接有效至 ${time}，还可以提交 ${attempts} 次。`,
  privacy: "输入时的检查只在你的浏览器里进行，提交之前密码不会离开这个页面。",

  password: {
    label: "新密码",
    confirm: "再输入一次",
    show: "显示密码",
    hide: "隐藏密码",
    suggest: "建议一个密码",
    suggested: "已填好一个符合要求的密码，并显示出来了。请先存到密码管理器，再提交。",
    noSuggestion: "没能生成符合要求的密码，请自己输入一个。",
    submit: "设置新密码",
    same: "两次输入一致",
    differs: "两次输入的密码不一致",
    again: "请再输入一次新密码",
    inputMethod: "密码里有中文、全角或其他特殊字符，输入法可能还开着。",
    capsLock: "大写锁定已打开。",
  },

  checklist: {
    title: "密码要求",
    statuses: { idle: "", met: "已满足", unmet: "未满足", unsure: "待确认" },
    vendorRule: ({ product }) => `符合${vendors[product]}的其他规则`,
    unsure: {
      history: ({ product }) => `是否用过，只有${vendors[product]}知道，提交后才能确认。`,
      charset: ({ product }) => `${vendors[product]}没有说明接不接受这类字符，提交后才能确认。`,
      "unknown-identity": ({ reason }) => `${reason}。`,
      length: ({ product, reason }) => `${reason}，否则${vendors[product]}可能不接受，但不影响提交。`,
      repetition: ({ product, reason }) => `${reason}，否则${vendors[product]}可能不接受，但不影响提交。`,
      other: ({ reason }) => `${reason}。建议换一个，但不影响提交。`,
    },
    missing: ({ unmet }) => `还有 ${unmet.length} 项未满足：${list(unmet)}。`,
    allMet: "所有要求都已满足。",
    changed: "密码要求刚刚有变化，这里已换成最新的，你输入的内容还在。",
    metButUnsure: ({ unsure }) => `能在这里检查的要求都已满足。提交后才能确认：${list(unsure)}。`,
  },

  summary: {
    empty: "请输入新密码。",
    unmet: ({ unmet }) => `还不能提交，有 ${unmet.length} 项要求未满足：${list(unmet)}。`,
    differs: "两次输入的密码不一致，请再核对一遍。",
    again: "请再输入一次新密码，以免输错。",
  },

  delivery: {
    intro: "系统会生成一个新密码，发送到你账号上登记的手机号或邮箱。",
    legend: "新密码发送到",
    modes: { SMS: "手机短信", EMAIL: "电子邮件" },
    hints: { SMS: "账号上登记的手机号", EMAIL: "账号上登记的邮箱" },
    submit: "重置并发送新密码",
  },

  sending: "正在提交…",
  waiting: ({ seconds }) => `${seconds} 秒后可以再试`,
  retry: "重试",
  reference: ({ id }) => `联系管理员时，请提供编号 ${id}`,

  /** Said inside the form, which stays usable. */
  problems: {
    "refused-password": ({ product, attempts }) =>
      `${vendors[product]}没有接受这个密码，原因见密码要求。密码没有改变，链接仍然有效${
        attempts === undefined ? "" : `，还可以提交 ${attempts} 次`
      }。`,
    breached: ({ attempts }) =>
      `这个密码不能使用，原因见密码要求。密码没有改变，链接仍然有效${
        attempts === undefined ? "" : `，还可以提交 ${attempts} 次`
      }。`,
    "bad-request": () => "这个密码里有无法处理的字符，或者太长。密码没有改变，请换一个。",
    "too-often": ({ seconds }) => `现在太忙，请等 ${seconds} 秒后再试。密码没有改变。`,
    "not-sent": ({ product }) => `暂时无法提交到${vendors[product]}，密码没有改变。请稍后再试。`,
    offline: () => "网络断开了，不确定请求有没有送到。请检查网络后再提交一次，同一个请求不会执行两遍。",
    conflict: () => "上一次提交还在处理，请稍等几秒再试。",
    "missing-mobile": () => "这个账号没有登记手机号，请选择电子邮件。密码没有改变。",
    "missing-email": () => "这个账号没有登记邮箱，请选择手机短信。密码没有改变。",
    "delivery-failed": () => "新密码没能发送出去。请换一种方式再试，或联系管理员。",
    "send-mode": () => "系统不支持这种发送方式，请换一种。密码没有改变。",
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
      body: () => "提交以后没有收到明确的答复。请先用新密码登录试试；登录不了，再用原来的密码，或请管理员重新发一个链接。",
    },
    "delivery-unknown": {
      title: "新密码可能已经发送",
      body: () => "提交以后没有收到明确的答复。请先看看短信和邮箱；过几分钟还没有收到，再请管理员重新发一个链接。",
    },
    "delivery-failed": {
      title: "新密码没能发送",
      body: () => "密码可能已经重置，但新密码没有送到你手里。请联系管理员重新发一个链接。",
    },
    "daily-limit": {
      title: "今天不能再修改了",
      body: () => "这个账号今天的密码修改次数已经用完，密码没有改变。请明天（北京时间零点以后）再请管理员发一个新链接。",
    },
    "not-eligible": {
      title: "这个账号不能在这里重置密码",
      body: () => "飞书只允许重置登录邮箱与企业邮箱（或其别名）一致的账号。密码没有改变，请联系管理员。",
    },
    forbidden: {
      title: "这个链接改不了这个密码",
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
      title: "链接已经用过了",
      body: () => "每个链接只能用一次。如果不是你本人用的，请马上联系管理员；还要修改密码，请管理员重新发一个。",
    },
    unauthenticated: {
      title: "链接不能用了",
      body: () => "它可能已经用过、已在别的浏览器里打开过、已经过期，或者被更新的链接取代了。请管理员重新发一个。",
    },
    "attempts-used": {
      title: "提交次数已用完",
      body: () => "这个链接不能再提交了，密码没有改变。请管理员重新发一个链接。",
    },
    offline: {
      title: "网络连接不上",
      body: () => "没能打开这个链接。请检查网络后重试，链接不会因此失效。",
    },
    "too-often": {
      title: "请稍等",
      body: ({ seconds }) => `现在太忙，请等 ${seconds} 秒后再试。链接不会因此失效。`,
    },
    misconfigured: {
      title: "暂时不能修改密码",
      body: () => "系统设置有问题，需要管理员处理。请联系管理员。",
    },
    "checker-missing": {
      title: "页面没有完整载入",
      body: () => "检查密码的部分没能载入。请重试；如果还是不行，请换用较新的浏览器。",
    },
  },
};
