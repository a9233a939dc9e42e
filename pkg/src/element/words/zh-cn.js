// The elements' own sentences in simplified Chinese.

const list = (labels) => labels.join("、");

export default {
  title: "密码要求",
  states: { idle: "", met: "已满足", unmet: "未满足", unsure: "待确认", advice: "建议" },
  asked: ({ total, advice }) => `共 ${total} 项要求${advice ? `，${advice} 项建议` : ""}`,
  missing: ({ unmet }) => `还有 ${unmet.length} 项未满足：${list(unmet)}。`,
  allMet: "所有要求都已满足。",
  open: ({ advice, unsure }) =>
    `能在这里检查的要求都已满足。${advice.length ? `未满足的建议：${list(advice)}。` : ""}${
      unsure.length ? `提交后才能确认：${list(unsure)}。` : ""
    }`,
  advice: {
    identity: "含有个人信息（如姓名拼音、用户名、手机号），容易被猜到。建议更换，也可以继续提交。",
    common: "这是常见密码，容易被猜到。建议更换，也可以继续提交。",
  },
  /** Where another row is not met, so that the password cannot be used. */
  blockedAdvice: {
    identity: "含有个人信息（如姓名拼音、用户名、手机号），容易被猜到。建议更换。",
    common: "这是常见密码，容易被猜到。建议更换。",
  },
  unsupported: "含有不支持的字符",
  marks: {
    label: "标出的部分：",
    /** In brackets, or as a sentence of its own after a full stop or other brackets. */
    after: ({ says, found }) => (/[。）]$/.test(says) ? `${says.replace(/。$/, "")}。涉及：${found}。` : `${says}（${found}）`),
    characters: ({ names }) => list(names),
    parts: ({ parts }) => list(parts.map((part) => `“${part}”`)),
    // No line breaks inside.
    places: ({ places }) => list(places.map(({ from, to }) => `第\u00a0${from === to ? from : `${from}～\u2060${to}`}\u00a0个字符`)),
    quoted: (character) => `「${character}」`,
    space: "空格",
    leading: "开头的空格",
    trailing: "末尾的空格",
    tab: "制表符",
    wide: "全角空格",
    more: ({ total }) => `等 ${total} 个`,
  },
  field: {
    label: "新密码",
    show: "显示密码",
    hide: "隐藏密码",
    shown: "密码已显示。",
    hidden: "密码已隐藏。",
    inputMethod: "密码里有中文、假名或全角字符，输入法可能还开着。",
    capsLock: "大写锁定已打开。",
  },
  confirm: {
    label: "确认新密码",
    same: "两次输入一致",
    differs: "两次输入的密码不一致",
    missing: "请再次输入新密码",
  },
  generator: {
    make: "生成密码",
    another: "换一个",
    given: "已填入符合要求的密码（明文显示）。请先保存到密码管理器再提交。",
    none: "无法生成符合要求的密码，请自行输入。",
    copy: "复制密码",
    copied: "密码已复制。请粘贴到密码管理器里保存，再提交。",
    notCopied: "复制失败，请选中密码后自行复制。",
    undo: "恢复我输入的密码",
    undone: "已恢复你输入的密码。",
  },
};
