// The code that the playground shows runs: it is taken from the page, for a person and a policy with texts that end
// strings, attributes and scripts, pasted into a project of each framework, and a person types into it.
import assert from "node:assert/strict";
import { it } from "node:test";
import { pathToFileURL } from "node:url";

import { compileScript, parse } from "vue/compiler-sfc";

import { bundle } from "./bundle.mjs";
import { chromium, used } from "./page.mjs";
import { page, workshop } from "./workshop.mjs";

const FOLDER = new URL("../../dist/examples/index.html", import.meta.url);
const [browser, shop] = await Promise.all([chromium(), workshop()]);

const HOSTILE = `"'\`\\\${x}{{x}}{x}&quot;\u2028</script><!--`;
/** The username is in the first, and neither name nor username in the second. */
const [BAD, GOOD] = ["Ab1!Wangxm", "Tide*Lamp72"];
const DOCUMENT = {
  product: "eiam",
  rules: [
    { rule: "length", min: 8, max: 40, source: HOSTILE },
    { rule: "identity", fields: ["username"], source: "</script><script>document.title = 'broken'</script>" },
  ],
};

/** What the playground shows for this framework, and the sentence of the refusal in its language. */
async function shown({ framework, kind, isOwn, locale }) {
  const tab = await browser.newPage({ locale });
  await tab.goto(pathToFileURL(FOLDER.pathname).href);
  await tab.locator("html[data-ready]").waitFor();
  await tab.locator("#person-person").fill(HOSTILE);
  await tab.locator("#person-words").fill(HOSTILE);
  await tab.locator("#none").check();
  if (isOwn) await tab.locator("#document").fill(JSON.stringify(DOCUMENT, null, 2));
  await tab.locator("#kinds input").nth(kind === "field" ? 0 : 1).check({ force: true });
  await tab.locator(`#tab-${framework}`).click();
  await tab.locator("#preview input").first().fill(BAD);
  const says = await tab.locator("#preview [data-rule=identity][data-shown=unmet] .passgate-says").textContent();
  const code = await tab.locator("#code").textContent();
  await tab.close();
  assert.ok(code.includes(locale), code);
  // The list names what it found; a form's message does not.
  return { code, says: says.replace(/\s*[（(].*$/u, "") };
}

const mount = (name) => `import { createApp } from "vue"; import App from "./${name}"; createApp(App).mount("#root");`;
const render = 'import { createRoot } from "react-dom/client"; import NewPassword from "./pasted.jsx"; import { createElement } from "react"; createRoot(document.querySelector("#root")).render(createElement(NewPassword));';

/** A component of Vue as a module. */
function compiled(source) {
  const { descriptor, errors } = parse(source, { filename: "Pasted.vue" });
  assert.deepEqual(errors, []);
  const isCustomElement = (tag) => tag.startsWith("passgate-");
  const { content } = compileScript(descriptor, { id: "pasted", inlineTemplate: true, templateOptions: { compilerOptions: { isCustomElement } } });
  return content;
}

const WAYS = {
  html: (code) => {
    const at = (file) => `/node_modules/passgate/dist/${file}`;
    const map = { passgate: at("index.js"), "passgate/element": at("element.js"), "passgate/element/define": at("element-define.js") };
    return { files: { "index.html": page(`<body><script type="importmap">${JSON.stringify({ imports: map })}</script>${code}`) } };
  },
  react: (code) => ({ files: { "pasted.jsx": code, "main.js": render }, main: "main.js" }),
  antd: (code) => ({ files: { "pasted.jsx": code, "main.js": render }, main: "main.js" }),
  vue: (code) => ({ files: { "pasted.js": compiled(code), "main.js": mount("pasted.js") }, main: "main.js" }),
  "element-plus": (code) => ({ files: { "pasted.js": compiled(code), "main.js": mount("pasted.js") }, main: "main.js" }),
  schema: (code) => ({
    files: {
      "pasted.js": code,
      "main.js": `
        import { form, rule } from "./pasted.js";
        const input = document.body.appendChild(Object.assign(document.createElement("input"), { id: "password" }));
        const output = document.body.appendChild(document.createElement("p"));
        input.oninput = async () => {
          const password = input.value;
          const { error } = await form.safeParseAsync({ password });
          const { issues = [] } = await rule["~standard"].validate(password);
          if ((issues.length > 0) !== Boolean(error)) throw new Error("the schema and the form differ");
          output.textContent = error?.issues.map(({ message }) => message).join(" ") ?? "";
        };`,
    },
    main: "main.js",
  }),
};

const ELEMENTS = ["html", "react", "vue"];
const LOCALES = ["en", "zh-CN", "zh-TW"];
let turn = 0;
for (const framework of Object.keys(WAYS)) {
  for (const kind of ELEMENTS.includes(framework) ? ["field", "rules"] : ["field"]) {
    for (const isOwn of [false, true]) {
      const locale = LOCALES[turn++ % LOCALES.length];
      it(`${framework}, ${kind}, ${isOwn ? "a document" : "a product"}, ${locale}`, { timeout: 120_000 }, async () => {
        const { code, says } = await shown({ framework, kind, isOwn, locale });
        const { files, main } = WAYS[framework](code);
        const root = await shop.project(files);
        if (main) await bundle(root, main);
        await used(browser, root, async (tab) => {
          const input = tab.locator("input[type=password], #password").first();
          const refusal = tab.getByText(says).first();
          await input.focus();
          await input.pressSequentially(BAD);
          await refusal.waitFor();
          await input.fill(GOOD);
          await refusal.waitFor({ state: "detached" });
          assert.notEqual(await tab.title(), "broken");
          if (!ELEMENTS.includes(framework)) return;
          // What the page knows of the person is what the playground had.
          const { identity } = await tab.locator(`passgate-${kind}`).evaluate(({ identity: known }) => ({ identity: known }));
          assert.equal(identity.name, HOSTILE);
          assert.deepEqual([identity.username, identity.words], ["wangxm", HOSTILE.split(",")]);
        });
      });
    }
  }
}
