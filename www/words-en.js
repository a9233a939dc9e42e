/** The page's own sentences in English. The rules' sentences live in the core. */

const products = { feishu: "Feishu enterprise mail", eiam: "your Bamboocloud EIAM account" };
const vendors = { feishu: "Feishu", eiam: "Bamboocloud" };

const rules = {
  length: "length",
  charset: "allowed characters",
  composition: "kinds of character",
  username: "username",
  common: "common passwords",
  history: "earlier passwords",
  repetition: "repeated characters",
  identity: "personal details",
  vendor: "system rules",
};

const list = (names) => names.map((name) => rules[name] ?? name).join(", ");
const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

export default {
  otherLanguage: "简体中文",
  brands: { feishu: "Feishu enterprise mail", eiam: "Bamboocloud EIAM" },
  titles: {
    password: ({ product }) => `Set a new password for ${products[product]}`,
    delivery: ({ product }) => `Reset the password of ${products[product]}`,
  },
  account: "Account",
  loading: "Checking your link…",
  limits: ({ time, attempts }) =>
    `This link works until ${time}, for ${count(attempts, "more try", "more tries")}.`,
  privacy: "What you type is checked in your browser. Your password leaves this page only when you submit.",

  password: {
    label: "New password",
    confirm: "Type it again",
    show: "Show password",
    hide: "Hide password",
    suggest: "Suggest a password",
    suggested: "A password that meets every requirement is filled in and shown. Save it in your password manager, then submit.",
    noSuggestion: "No password could be suggested. Please choose your own.",
    submit: "Set new password",
    same: "Both entries match",
    differs: "The two entries differ",
    again: "Type the new password again",
    inputMethod: "There are Chinese, full-width or other special characters in it: your input method may be on.",
    capsLock: "Caps Lock is on.",
  },

  checklist: {
    title: "Password requirements",
    statuses: { idle: "", met: "Met", unmet: "Not met", unsure: "To be confirmed" },
    vendorRule: ({ product }) => `Meets the other rules of ${vendors[product]}`,
    unsure: {
      history: ({ product }) => `Only ${vendors[product]} knows what was used before. You will see after you submit.`,
      charset: ({ product }) => `${vendors[product]} does not say whether it takes such characters. You will see after you submit.`,
      "unknown-identity": ({ reason }) => `${reason}.`,
      length: ({ product, reason }) => `${reason}: ${vendors[product]} may refuse it otherwise. You can still submit.`,
      repetition: ({ product, reason }) => `${reason}: ${vendors[product]} may refuse it otherwise. You can still submit.`,
      other: ({ reason }) => `${reason}. Better choose another; you can still submit.`,
    },
    missing: ({ unmet }) =>
      `${count(unmet.length, "requirement", "requirements")} not met yet: ${list(unmet)}.`,
    allMet: "All requirements are met.",
    changed: "The requirements have just changed. These are the new ones; what you typed is still there.",
    metButUnsure: ({ unsure }) =>
      `All requirements that can be checked here are met. Confirmed after you submit: ${list(unsure)}.`,
  },

  summary: {
    empty: "Enter a new password.",
    unmet: ({ unmet }) =>
      `Not ready to submit: ${count(unmet.length, "requirement is", "requirements are")} not met (${list(unmet)}).`,
    differs: "The two entries differ. Please check them.",
    again: "Type the new password again, in case of a slip.",
  },

  delivery: {
    intro: "A new password is made for you and sent to the phone or e-mail registered with your account.",
    legend: "Send the new password by",
    modes: { SMS: "Text message", EMAIL: "E-mail" },
    hints: { SMS: "To the phone registered with your account", EMAIL: "To the e-mail registered with your account" },
    submit: "Reset and send new password",
  },

  sending: "Submitting…",
  waiting: ({ seconds }) => `Try again in ${seconds} s`,
  retry: "Try again",
  reference: ({ id }) => `If you contact your administrator, quote ${id}`,

  /** Said inside the form, which stays usable. */
  problems: {
    "refused-password": ({ product, attempts }) =>
      `${vendors[product]} did not accept this password; see the requirements for the reason. Your password has not changed and the link still works${
        attempts === undefined ? "" : `, for ${count(attempts, "more try", "more tries")}`
      }.`,
    breached: ({ attempts }) =>
      `This password cannot be used; see the requirements for the reason. Your password has not changed and the link still works${
        attempts === undefined ? "" : `, for ${count(attempts, "more try", "more tries")}`
      }.`,
    "bad-request": () => "This password is too long or holds a character that cannot be sent. Your password has not changed; please choose another.",
    "too-often": ({ seconds }) =>
      `The service is busy. Please wait ${count(seconds, "second", "seconds")}. Your password has not changed.`,
    "not-sent": ({ product }) => `This cannot be passed on to ${vendors[product]} right now. Your password has not changed. Please try again later.`,
    offline: () => "The connection was lost and the request may or may not have arrived. Check your network and submit again: the same request is never carried out twice.",
    conflict: () => "Your last submission is still in progress. Please wait a few seconds.",
    "missing-mobile": () => "No phone is registered with this account. Choose e-mail. Your password has not changed.",
    "missing-email": () => "No e-mail is registered with this account. Choose text message. Your password has not changed.",
    "delivery-failed": () => "The new password could not be sent. Try the other way, or contact your administrator.",
    "send-mode": () => "This way of sending is not available. Choose the other. Your password has not changed.",
  },

  /** Said instead of the form: there is nothing more to do in it. */
  notices: {
    done: {
      title: "Password changed",
      body: ({ product }) => `You can now sign in to ${products[product]} with the new password. This link no longer works.`,
    },
    delivered: {
      title: "New password sent",
      body: ({ mode }) =>
        `Look in your ${mode === "SMS" ? "text messages" : "e-mail"} and sign in with the password you find there. This link no longer works.`,
    },
    unknown: {
      title: "Your password may have changed",
      body: () => "No clear answer came back. Try the new password first. If it does not work, try the old one, or ask your administrator for a new link.",
    },
    "delivery-unknown": {
      title: "A new password may have been sent",
      body: () => "No clear answer came back. Look in your text messages and e-mail first. If nothing arrives in a few minutes, ask your administrator for a new link.",
    },
    "delivery-failed": {
      title: "The new password was not delivered",
      body: () => "Your password may have been reset, but the new one did not reach you. Ask your administrator for a new link.",
    },
    "daily-limit": {
      title: "No more changes today",
      body: () => "This account has reached its limit of password changes for today. Your password has not changed. Ask your administrator for a new link tomorrow, after midnight in China (UTC+8).",
    },
    "not-eligible": {
      title: "This account cannot be reset here",
      body: () => "Feishu resets only accounts whose login e-mail is the same as their enterprise e-mail or its alias. Your password has not changed. Please contact your administrator.",
    },
    forbidden: {
      title: "This link cannot change this password",
      body: () => "Your password has not changed. Please ask your administrator to check which account the link is for.",
    },
    "no-ticket": {
      title: "Open the whole link",
      body: () => "This page opens from a link your administrator sends you. It may have been cut short: click it again, or copy all of it into the address bar.",
    },
    "ticket-expired": {
      title: "This link has expired",
      body: () => "For your safety a link works for a few minutes only. Ask your administrator for a new one.",
    },
    "ticket-spent": {
      title: "This link has been used",
      body: () => "Each link works once. If it was not you who used it, tell your administrator at once. To change the password again, ask for a new link.",
    },
    unauthenticated: {
      title: "This link no longer works",
      body: () => "It may have been used or opened in another browser, may have expired, or a newer link has taken its place. Ask your administrator for a new one.",
    },
    "attempts-used": {
      title: "No tries left",
      body: () => "This link cannot be used any more. Your password has not changed. Ask your administrator for a new link.",
    },
    offline: {
      title: "No connection",
      body: () => "The link could not be opened. Check your network and try again; the link stays valid.",
    },
    "too-often": {
      title: "One moment",
      body: ({ seconds }) => `The service is busy. Please wait ${count(seconds, "second", "seconds")}; the link stays valid.`,
    },
    misconfigured: {
      title: "Passwords cannot be changed right now",
      body: () => "Something is set up wrongly and your administrator has to see to it. Please contact them.",
    },
    "checker-missing": {
      title: "This page did not load completely",
      body: () => "The part that checks passwords is missing. Try again; if that does not help, use a newer browser.",
    },
  },
};
