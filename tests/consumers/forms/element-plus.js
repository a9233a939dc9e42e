import { createApp, h, reactive, ref } from "vue";
import { ElForm, ElFormItem, ElInput } from "element-plus";
import { elementPlus } from "./rules.js";

const sent = () => (document.title = "sent");

createApp({
  setup() {
    const model = reactive({ password: "" });
    const form = ref();
    const send = async () => {
      if (await form.value.validate().catch(() => false)) sent();
    };
    return () => h(ElForm, { ref: form, model }, () => [
      h(ElFormItem, { prop: "password", rules: elementPlus }, () => h(ElInput, {
        id: "password",
        type: "password",
        modelValue: model.password,
        "onUpdate:modelValue": (text) => (model.password = text),
      })),
      h("button", { id: "send", type: "button", onClick: send }, "send"),
    ]);
  },
}).mount("#root");
