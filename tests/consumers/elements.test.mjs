// The elements in React and Vue: a person types into inputs that the framework controls.
import assert from "node:assert/strict";
import { it } from "node:test";

import { becomes } from "../browser/browser.mjs";
import { bundled } from "./bundle.mjs";
import { chromium, used } from "./page.mjs";
import { workshop } from "./workshop.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);

const REACT = `
import "passgate/element";
import { StrictMode, createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";

function Form() {
  const [text, setText] = useState("");
  const [username, setUsername] = useState("zhangsan");
  const [isAccepted, accept] = useState(false);
  const [isThere, show] = useState(true);
  return h("form", null,
    h("input", { id: "password", type: "password", value: text, onChange: (event) => setText(event.target.value) }),
    isThere && h("passgate-rules", { for: "password", product: "eiam", username, phones: [], emails: [], lang: "en",
      "onpassgate-verdict": (event) => accept(event.detail.accepted) }),
    h("output", { id: "state" }, JSON.stringify({ text, isAccepted })),
    h("button", { id: "wang", type: "button", onClick: () => setUsername("wangxm") }),
    h("button", { id: "toggle", type: "button", onClick: () => show((now) => !now) }));
}
createRoot(document.querySelector("#root")).render(h(StrictMode, null, h(Form)));
`;
const VUE = `
import "passgate/element";
import { createApp, h, ref } from "vue";

createApp({
  setup() {
    const [text, username, isAccepted, isThere] = [ref(""), ref("zhangsan"), ref(false), ref(true)];
    return () => h("form", null, [
      h("input", { id: "password", type: "password", value: text.value, onInput: (event) => (text.value = event.target.value) }),
      isThere.value && h("passgate-rules", { for: "password", product: "eiam", username: username.value, phones: [], emails: [], lang: "en",
        "onPassgate-verdict": (event) => (isAccepted.value = event.detail.accepted) }),
      h("output", { id: "state" }, JSON.stringify({ text: text.value, isAccepted: isAccepted.value })),
      h("button", { id: "wang", type: "button", onClick: () => (username.value = "wangxm") }),
      h("button", { id: "toggle", type: "button", onClick: () => (isThere.value = !isThere.value) }),
    ]);
  },
}).mount("#root");
`;

for (const [name, lines] of [["React", REACT], ["Vue", VUE]]) {
  it(`${name} keeps its input, its state and its nodes`, async () => {
    await used(browser, await bundled(shop, lines), async (tab) => {
      const until = (wanted) => becomes(() => tab.locator("#state").textContent(), JSON.stringify(wanted));
      await tab.locator("#password").pressSequentially("Wangxm@Lamp7");
      await until({ text: "Wangxm@Lamp7", isAccepted: true });
      await tab.locator("#wang").click();
      await until({ text: "Wangxm@Lamp7", isAccepted: false });
      for (const isThere of [false, true]) {
        await tab.locator("#toggle").click();
        await tab.locator("passgate-rules").waitFor({ state: isThere ? "attached" : "detached" });
        if (!isThere) assert.equal(await tab.locator("#password").getAttribute("aria-describedby"), null);
      }
      await tab.locator("#password").press("End");
      await tab.keyboard.type("x");
      await until({ text: "Wangxm@Lamp7x", isAccepted: false });
      await tab.locator("#password").fill("Tide*Lamp72");
      await until({ text: "Tide*Lamp72", isAccepted: true });
      assert.equal(await tab.locator("[data-rule=length]").count(), 1);
      assert.equal(await tab.locator("#password").getAttribute("aria-describedby"), "password-summary");
    });
  });
}
