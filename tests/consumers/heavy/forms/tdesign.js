import { createApp, h, reactive } from "vue";
import { Button, Form, FormItem, Input } from "tdesign-vue-next";
import { tdesign } from "./rules.js";

const sent = () => (document.title = "sent");

createApp({
  setup() {
    const data = reactive({ password: "" });
    const onSubmit = ({ validateResult }) => validateResult === true && sent();
    return () => h(Form, { data, onSubmit }, () => [
      h(FormItem, { name: "password", rules: tdesign }, () => h(Input, {
        type: "password",
        modelValue: data.password,
        "onUpdate:modelValue": (text) => (data.password = text),
      })),
      h(Button, { id: "send", type: "submit" }, () => "send"),
    ]);
  },
}).mount("#root");
