/** The page of a product: its language, its heading, and the visit that a link begins. */

import { PageAnnouncer } from "./announcer.js";
import { isInApp } from "./in-app.js";
import { pageLanguage } from "./language.js";
import { Stage } from "./stage.js";
import { onAnotherTicket, takeTicket } from "./ticket.js";
import { Visit } from "./visit.js";

const product = document.documentElement.dataset.product;
const language = pageLanguage();

language.follow(() => {
  document.querySelector("#brand").textContent = language.words.brands[product];
});

onAnotherTicket(() => location.reload());

const inApp = isInApp();

new Visit({
  product,
  inApp,
  ...takeTicket({ keep: inApp }),
  stage: new Stage(document.querySelector("main"), language),
  announcer: new PageAnnouncer(document.querySelector("#announcements"), language),
}).open();
