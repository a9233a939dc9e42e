// Both elements in a form of Element Plus, in the theme and the language of the address.
import "element-plus/dist/index.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "passgate/element";
import { createApp, h, onMounted, reactive } from "vue";
import { ElButton, ElCard, ElForm, ElFormItem, ElInput } from "element-plus";
import { asyncValidator } from "passgate/rules";
import { dressed, person, said } from "./said.js";

const { lang, isDark, words } = said();
document.documentElement.classList.toggle("dark", isDark);
const rules = [asyncValidator("eiam", person.identity, { locale: lang })];

// The system has room for one line of its own message, and the checklist shows the whole.
createApp({
  setup() {
    const model = reactive({ password: "" });
    onMounted(() => dressed({ page: "var(--el-bg-color-page)", radius: "var(--el-border-radius-base)", edge: "var(--el-border-color)" }));
    const input = () => h(ElInput, {
      id: "password",
      type: "password",
      showPassword: true,
      autocomplete: "new-password",
      modelValue: model.password,
      "onUpdate:modelValue": (text) => (model.password = text),
    });
    return () => h(ElCard, { header: words.title, style: "max-width: 520px; margin: 24px auto" }, () => h(ElForm, { model, labelPosition: "top" }, () => [
      h(ElFormItem, { prop: "password", label: words.password, rules, showMessage: false }, input),
      h("passgate-rules", { for: "password", product: "eiam", loading: "eager", ...person.attributes, style: "margin-bottom: 24px" }),
      h("passgate-field", { product: "feishu", loading: "eager", label: words.mail, confirm: "", generator: "", ...person.attributes }),
      h(ElButton, { type: "primary", nativeType: "submit", style: "width: 100%; margin-top: 24px" }, () => words.save),
    ]));
  },
}).mount("#root");
