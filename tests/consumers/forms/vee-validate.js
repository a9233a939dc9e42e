import { createApp, h } from "vue";
import { useField, useForm } from "vee-validate";
import { veeValidate } from "./rules.js";

const sent = () => (document.title = "sent");

createApp({
  setup() {
    const { handleSubmit } = useForm();
    const { value, errorMessage } = useField("password", veeValidate);
    return () => h("form", { onSubmit: handleSubmit(sent) }, [
      h("input", { id: "password", type: "password", value: value.value, onInput: ({ target }) => (value.value = target.value) }),
      h("p", null, errorMessage.value),
      h("button", { id: "send" }, "send"),
    ]);
  },
}).mount("#root");
