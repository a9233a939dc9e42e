// The elements' own sentences in traditional Chinese, as in Taiwan.

const list = (labels) => labels.join("、");

export default {
  title: "密碼要求",
  states: { idle: "", met: "已符合", unmet: "未符合", unsure: "待確認", advice: "建議" },
  asked: ({ total, advice }) => `共 ${total} 項要求${advice ? `，${advice} 項建議` : ""}`,
  missing: ({ unmet }) => `還有 ${unmet.length} 項未符合：${list(unmet)}。`,
  allMet: "所有要求都已符合。",
  open: ({ advice, unsure }) =>
    `能在這裡檢查的要求都已符合。${advice.length ? `未符合的建議：${list(advice)}。` : ""}${
      unsure.length ? `送出後才能確認：${list(unsure)}。` : ""
    }`,
  advice: {
    identity: "含有個人資料（如姓名拼音、使用者名稱、手機號碼），容易被猜到。建議更換，也可以繼續送出。",
    common: "這是常見密碼，容易被猜到。建議更換，也可以繼續送出。",
  },
  /** Where another row is not met, so that the password cannot be used. */
  blockedAdvice: {
    identity: "含有個人資料（如姓名拼音、使用者名稱、手機號碼），容易被猜到。建議更換。",
    common: "這是常見密碼，容易被猜到。建議更換。",
  },
  unsupported: "含有不支援的字元",
  marks: {
    label: "標出的部分：",
    /** In brackets, or as a sentence of its own after a full stop or other brackets. */
    after: ({ says, found }) => (/[。）]$/.test(says) ? `${says.replace(/。$/, "")}。相關部分：${found}。` : `${says}（${found}）`),
    characters: ({ names }) => list(names),
    parts: ({ parts }) => list(parts.map((part) => `「${part}」`)),
    // No line breaks inside.
    places: ({ places }) => list(places.map(({ from, to }) => `第\u00a0${from === to ? from : `${from}～\u2060${to}`}\u00a0個字元`)),
    quoted: (character) => `「${character}」`,
    space: "空格",
    leading: "開頭的空格",
    trailing: "結尾的空格",
    tab: "定位字元",
    wide: "全形空格",
    more: ({ total }) => `等 ${total} 個`,
  },
  field: {
    label: "新密碼",
    show: "顯示密碼",
    hide: "隱藏密碼",
    shown: "密碼已顯示。",
    hidden: "密碼已隱藏。",
    inputMethod: "密碼裡有中文、假名或全形字元，輸入法可能還開著。",
    capsLock: "大寫鎖定已開啟。",
  },
  confirm: {
    label: "確認新密碼",
    same: "兩次輸入一致",
    differs: "兩次輸入的密碼不一致",
    missing: "請再次輸入新密碼",
  },
  generator: {
    make: "產生密碼",
    another: "換一個",
    given: "已填入符合要求的密碼（以明文顯示）。請先存到密碼管理工具再送出。",
    none: "無法產生符合要求的密碼，請自行輸入。",
    copy: "複製密碼",
    copied: "密碼已複製。請貼到密碼管理工具裡儲存，再送出。",
    notCopied: "複製失敗，請選取密碼後自行複製。",
    undo: "還原我輸入的密碼",
    undone: "已還原你輸入的密碼。",
  },
};
