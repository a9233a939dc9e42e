/** The page's own sentences in English. The rules' sentences live in the core. */

import { named } from "./products.js";
import { LABELS } from "./rules.js";

const products = named("account", "en");
const vendors = named("vendor", "en");
const signIns = named("signIn", "en");

const kinds = { lower: "lowercase letters", upper: "uppercase letters", letter: "letters", digit: "digits", symbol: "symbols" };

const list = (names) => names.map((name) => LABELS.en[name]).join(", ");
/** `a`, `a and b`, `a, b, and c`. */
const all = (parts) => `${parts.slice(0, -1).join(", ")}${parts.length > 2 ? "," : ""}${parts.length > 1 ? " and " : ""}${parts[parts.length - 1]}`;
const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

/** Who refused the password, and why. The vendor is named where it alone has refused; `told` says whether it gave a reason. */
const refusal = (product, names = [], told = false) =>
  names.every((name) => name === "vendor")
    ? `${vendors[product]} did not accept this password${names.length && !told ? " and gave no reason" : ""}`
    : `This password was not accepted (${list(names)})`;

/** A limit that the vendor may have. A row does not say that one can submit where another row is not met. */
const perhaps = ({ product, reason, isBlocked }) =>
  `${reason}; otherwise ${vendors[product]} may refuse it.${isBlocked ? "" : " You can still submit."}`;

export default {
  otherLanguage: "简体中文",
  brands: named("brand", "en"),
  titles: {
    password: ({ product }) => `Set a new password for ${products[product]}`,
    delivery: ({ product }) => `Reset the password of ${products[product]}`,
    problem: ({ heading }) => `Error: ${heading}`,
  },
  account: "Account",
  loading: "Checking your link…",
  limits: ({ time, attempts }) =>
    `This link works until ${time}${attempts === undefined ? "" : `; ${count(attempts, "attempt", "attempts")} left`}.`,
  privacy: "What you type is checked in your browser. Your password leaves this page only when you submit.",
  privacyOfEdge: "Your password leaves this page only when you submit.",
  inApp: {
    hint: "Would you rather use another browser? Copy the link first: once you start typing, it works only here.",
    copy: "Copy link",
    copied: "The link is copied. Paste it into your browser’s address bar.",
    failed: "The link could not be copied. Copy it from the message you received.",
  },

  submit: "Set new password",

  checklist: {
    vendorRule: ({ product }) => `Meets the other rules of ${vendors[product]}`,
    noReason: ({ product }) => `${vendors[product]} did not accept this password and gave no reason. Try another one.`,
    unsure: {
      history: ({ product }) => `Only ${vendors[product]} knows what was used before. You will see after you submit.`,
      charset: ({ product }) => `${vendors[product]} does not say whether it takes such characters. You will see after you submit.`,
      "unknown-identity": ({ reason }) => `${reason}.`,
      length: perhaps,
      composition: perhaps,
      repetition: perhaps,
      none: () => "This is confirmed only after you submit.",
      other: ({ reason }) => `${reason}. You will see after you submit.`,
    },
    /** Advice: no rule certainly refuses it. */
    advised: ({ reason, isBlocked }) => `${reason}. We recommend another one${isBlocked ? "" : ", but you can still use it"}.`,
    changed: "The requirements have just changed. These are the new ones; what you typed is still there.",
    withoutCore: "Your password cannot be checked while you type. After you submit, requirements that are not met are marked in the list.",
  },

  /** The requirements and the refusals where the checker does not run. */
  plain: {
    asks: {
      length: ({ min, max }) => {
        const characters = (number) => count(number, "character", "characters");
        if (min && max) return min === max ? `Exactly ${characters(min)}` : `${min} to ${characters(max)}`;
        return max ? `At most ${characters(max)}` : `At least ${characters(min)}`;
      },
      charset: ({ letters, digits, symbols, space }) => {
        const taken = [letters === "none" ? "" : "English letters", digits === false ? "" : "digits", symbols === undefined ? "symbols" : symbols && `the symbols ${symbols}`, space ? "space" : ""];
        return `Only ${all(taken.filter(Boolean))}`;
      },
      composition: ({ classes, at_least: least }) => `At least ${least} of these: ${classes.map((name) => kinds[name]).join(", ")}`,
      username: ({ reversed }) => (reversed === false ? "Not your username" : "Not your username, forwards or backwards"),
      common: () => "Not a commonly used password",
      history: () => "Not a password you used before",
      repetition: ({ max, count: counted }) => `No character more than ${count(max, "time", "times")}${counted === "total" ? "" : " in a row"}`,
      identity: () => "No personal details such as your username, phone number, email or name in pinyin",
    },
    violations: {
      "too-short": ({ min }) => `It must have at least ${count(min, "character", "characters")}`,
      "too-long": ({ max }) => `It must have at most ${count(max, "character", "characters")}`,
      "wrong-length": ({ min, max }) => {
        const limits = min && min === max ? [`exactly ${min}`] : [min && `at least ${min}`, max && `at most ${max}`];
        return ["Its length is not right", limits.filter(Boolean).join(", ")].filter(Boolean).join(": ");
      },
      "matches-username": () => "It must not be your username",
      "reverses-username": () => "It must not be your username backwards",
      "too-few-classes": ({ required }) => `It must contain at least ${count(required, "kind", "kinds")} of character`,
      "unsupported-character": () => "It contains an unsupported character",
      "too-common": ({ pattern }) => (pattern === "breached" ? "This password is known from a data breach" : "This is a commonly used password"),
      reused: () => "It was used before; choose another",
      "too-repetitive": ({ max }) => `One character appears too often${max ? `: at most ${count(max, "time", "times")}` : ""}`,
      "contains-identity": () => "It contains personal details",
      "not-accepted": ({ message }) => (message ? `The password was not accepted: ${message}` : ""),
    },
  },

  summary: {
    empty: "Enter a new password.",
    unmet: ({ unmet }) =>
      `Not ready to submit: ${count(unmet.length, "requirement is", "requirements are")} not met (${list(unmet)}).`,
    differs: "Passwords don’t match. Please check them.",
    again: "Enter the new password again.",
  },

  delivery: {
    intro: "We’ll create a new password and send it to the phone or email registered with your account.",
    legend: "Send the new password by",
    modes: { SMS: "Text message", EMAIL: "Email" },
    hints: { SMS: "To the phone registered with your account", EMAIL: "To the email registered with your account" },
    submit: "Send new password",
  },

  inProgress: {
    title: "Your submission is in progress…",
    body: "What you have just submitted is still being processed. Please wait; there is no need to submit again.",
  },
  sending: "Submitting…",
  waiting: ({ seconds }) => `Try again in ${seconds} s`,
  again: "You can try again now.",
  retry: "Try again",
  reference: ({ id }) => `If you contact your administrator, quote ${id}`,
  vendorAdvice: ({ product, advice }) => `${vendors[product]} advises: ${advice}`,

  /** Said inside the form, which stays usable. */
  problems: {
    "refused-password": ({ product, attempts, rules, told }) =>
      `${refusal(product, rules, told)}. Your password has not changed and the link still works${
        attempts === undefined ? "" : `; ${count(attempts, "attempt", "attempts")} left`
      }.`,
    breached: ({ attempts }) =>
      `This password is known from a data breach and cannot be used. Your password has not changed and the link still works${
        attempts === undefined ? "" : `; ${count(attempts, "attempt", "attempts")} left`
      }.`,
    "bad-request": () => "This password is too long or contains a character that cannot be sent. Your password has not changed; please choose another.",
    "too-often": () => "The service is busy. Please try again shortly. Your password has not changed.",
    "not-sent": ({ product }) => `This cannot be passed on to ${vendors[product]} right now. Your password has not changed. Please try again later.`,
    refused: ({ product, attempts, reason }) =>
      `${vendors[product]} refused this change${reason ? ` (${reason})` : ""}. Your password has not changed and the link still works${
        attempts === undefined ? "" : `; ${count(attempts, "attempt", "attempts")} left`
      }. You can change your entry and submit again. If that does not help, contact your administrator.`,
    unchanged: () => "Your earlier submission did not change your password. You can submit again.",
    offline: () => "No connection, so we cannot tell whether your request arrived. Check your network and submit again; your password is never changed twice.",
    conflict: () => "Your last submission is still in progress. Please wait a few seconds.",
    "missing-mobile": () => "No phone is registered with this account. Choose email. Your password has not changed.",
    "missing-email": () => "No email is registered with this account. Choose text message. Your password has not changed.",
    "delivery-failed": () => "The new password could not be sent. Try the other way, or contact your administrator.",
    "send-mode": () => "This way of sending is not available. Choose the other. Your password has not changed.",
  },

  /** After the end: where to go on, and what else has the old password. */
  next: {
    signIn: ({ product }) => signIns[product],
    ...named("next", "en"),
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
        `Check your ${mode === "SMS" ? "text messages" : "email"} and sign in with the password you received. This link no longer works.`,
    },
    unknown: {
      title: "Your password may have changed",
      body: () => "No clear answer came back. Try the new password first. If it does not work, try the old one, or ask your administrator for a new link.",
    },
    "unknown-several": {
      title: "Your password may have changed",
      body: () => "You submitted more than one password and no clear answer came back. The earlier one, the later one or still the old one may be in force. Try each of them. If none works, ask your administrator for a new link.",
    },
    "done-earlier": {
      title: "Password changed",
      body: ({ product }) => `The password you submitted first is in force; what you submitted later was not used. Sign in to ${products[product]} with the first one. This link no longer works.`,
    },
    "delivery-unknown": {
      title: "A new password may have been sent",
      body: () => "No clear answer came back. Check your text messages and email first. If nothing arrives in a few minutes, ask your administrator for a new link.",
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
      body: ({ product }) => `${vendors[product]} resets only accounts whose login email is the same as their enterprise email or its alias. Your password has not changed. Please contact your administrator.`,
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
      body: () => "For your security, a link works for only a few minutes. Ask your administrator for a new one.",
    },
    "ticket-spent": {
      title: "This link has been used",
      body: () => "Each link works once. If it was not you who used it, tell your administrator at once. To change the password again, ask for a new link.",
    },
    unauthenticated: {
      title: "This link no longer works",
      body: () => "It may have been used, may have expired, a newer link may have taken its place, or you may have started in another browser. If you did, go back to that browser; otherwise ask your administrator for a new link.",
    },
    "no-credential": {
      title: "Your network changed this page’s request",
      body: () => "A proxy or security software removed the part of the request that proves you have the link. Try another network; if that does not help, contact your administrator. The link is still good.",
    },
    "attempts-used": {
      title: "No attempts left",
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
      body: () => "This service is not set up correctly. Please contact your administrator.",
    },
    broken: {
      title: "This page did not load completely",
      body: () => "A part of this page does not run. Try again; if that does not help, open the same link in a newer browser: the link is still good.",
    },
  },
};
