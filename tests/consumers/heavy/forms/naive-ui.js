import { createApp, h, reactive, ref } from "vue";
import { NForm, NFormItem, NInput } from "naive-ui";
import { naiveUi } from "./rules.js";

const sent = () => (document.title = "sent");

createApp({
  setup() {
    const model = reactive({ password: "" });
    const form = ref();
    const send = async () => {
      if (await form.value.validate().then(() => true, () => false)) sent();
    };
    return () => h(NForm, { ref: form, model }, () => [
      h(NFormItem, { path: "password", rule: naiveUi }, () => h(NInput, {
        type: "password",
        inputProps: { id: "password" },
        value: model.password,
        "onUpdate:value": (text) => (model.password = text),
      })),
      h("button", { id: "send", type: "button", onClick: send }, "send"),
    ]);
  },
}).mount("#root");
