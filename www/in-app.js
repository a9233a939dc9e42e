/** The browsers inside of chat applications, out of which a person may want to take a link. */

const IN_APP = /MicroMessenger|wxwork|DingTalk|HuaWei-AnyOffice|WeLink|AliApp|Feishu|Lark\/|QQ\/|Weibo|FBAN|FBAV|Instagram|Line\/|WhatsApp/i;

/** Whether this page is in one. */
export function isInApp(agent = navigator.userAgent) {
  return IN_APP.test(agent);
}
