// In the form systems themselves: a person types into them in Chromium, and sends.
import assert from "node:assert/strict";
import { it } from "node:test";

import { bundled } from "./bundle.mjs";
import { chromium, used } from "./page.mjs";
import { workshop } from "./workshop.mjs";

const [browser, shop] = await Promise.all([chromium(), workshop()]);

const GIVEN = '"eiam", { username: "wangxm" }, { locale: "zh-Hant-TW" }';
const [EMPTY, NAME] = ["請輸入密碼", "密碼不能包含使用者名稱"];

const ANT_DESIGN = `
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { Button, Form, Input } from "antd";
import { antd } from "passgate/rules";

const rules = [antd(${GIVEN})];
createRoot(document.querySelector("#root")).render(
  h(Form, { onFinish: () => (document.title = "sent") },
    h(Form.Item, { name: "password", rules }, h(Input.Password)),
    h(Button, { id: "send", htmlType: "submit" }, "send")));
`;

const ELEMENT_PLUS = `
import { createApp, h, reactive, ref } from "vue";
import { ElForm, ElFormItem, ElInput } from "element-plus";
import { asyncValidator } from "passgate/rules";

createApp({
  setup() {
    const model = reactive({ password: "" });
    const form = ref();
    const rules = { password: [{ ...asyncValidator(${GIVEN}), trigger: "change" }] };
    const send = async () => {
      if (await form.value.validate().catch(() => false)) document.title = "sent";
    };
    return () => h(ElForm, { ref: form, model, rules }, () => [
      h(ElFormItem, { prop: "password" }, () => h(ElInput, {
        id: "password",
        type: "password",
        modelValue: model.password,
        "onUpdate:modelValue": (text) => (model.password = text),
      })),
      h("button", { id: "send", type: "button", onClick: send }, "send"),
    ]);
  },
}).mount("#root");
`;

const HOOK_FORM = `
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { z } from "zod";
import { password } from "passgate/schema";

const ours = password(${GIVEN});
const schema = z.object({
  password: z.string().superRefine(async (text, context) => {
    const { issues = [] } = await ours["~standard"].validate(text);
    for (const { message } of issues) context.addIssue({ code: "custom", message });
  }),
});
function App() {
  const { register, handleSubmit, formState } = useForm({ resolver: standardSchemaResolver(schema) });
  return h("form", { onSubmit: handleSubmit(() => (document.title = "sent")) },
    h("input", { id: "password", type: "password", ...register("password") }),
    h("p", null, formState.errors.password?.message),
    h("button", { id: "send" }, "send"));
}
createRoot(document.querySelector("#root")).render(h(App));
`;

for (const [name, lines] of [
  ["Ant Design", ANT_DESIGN],
  ["Element Plus", ELEMENT_PLUS],
  ["React Hook Form with zod", HOOK_FORM],
]) {
  it(`${name} shows why a password is refused, and sends what is accepted`, { timeout: 120_000 }, async () => {
    await used(browser, await bundled(shop, lines), async (tab) => {
      const [input, send] = [tab.locator("#password"), tab.locator("#send")];
      await send.click();
      await tab.getByText(EMPTY, { exact: true }).waitFor();
      await input.pressSequentially("Wangxm@1");
      await send.click();
      await tab.getByText(NAME, { exact: true }).waitFor();
      assert.notEqual(await tab.title(), "sent");
      await input.press("Control+A");
      await input.pressSequentially("Tide*Lamp72");
      await tab.getByText(NAME, { exact: true }).waitFor({ state: "detached" });
      await send.click();
      await tab.waitForFunction(() => document.title === "sent");
    });
  });
}
