// The elements in React and Vue: a person types into inputs that the framework controls.
import assert from "node:assert/strict";
import { it } from "node:test";

import { axed } from "../browser/axe.mjs";
import { becomes } from "../browser/browser.mjs";
import { bundled } from "./bundle.mjs";
import { SYSTEMS, inside } from "./inside.mjs";
import { chromium, serve, used, visited } from "./page.mjs";
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

for (const system of Object.keys(SYSTEMS)) {
  it(`both elements inside of a form of ${system}: the system keeps its own, and axe finds nothing`, { timeout: 120_000 }, async () => {
    const server = await serve(await inside(shop, system));
    try {
      for (const theme of ["light", "dark"]) {
        await visited(browser, `${server.address}?lang=en&theme=${theme}`, async (tab) => {
          const input = tab.locator("input#password");
          const row = (state) => tab.locator(`passgate-rules [data-rule=identity][data-shown=${state}]`);
          await input.pressSequentially("Wangxm@1");
          await row("unmet").waitFor();
          // The form system judges by the same rules.
          const refused = tab.locator(".ant-form-item-has-error, .el-form-item.is-error");
          await refused.waitFor();
          // The system's message and the element's summary both describe the input.
          await becomes(async () => (await input.getAttribute("aria-describedby"))?.split(" ").includes("password-summary"), true);
          const field = tab.locator("passgate-field input").first();
          await field.fill("Wangxiaoming1");
          await tab.locator("passgate-field [data-rule=length][data-shown=met]").waitFor();
          await input.fill("Tide*Lamp72");
          await row("met").waitFor();
          await becomes(() => refused.count(), 0);
          await tab.waitForTimeout(400); // The colours of the system move.
          assert.deepEqual(await axed(tab, "passgate-rules, passgate-field"), [], theme);
        });
      }
    } finally {
      await server.close();
    }
  });
}
