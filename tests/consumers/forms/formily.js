import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { createForm } from "@formily/core";
import { Field, FormProvider, connect, mapProps } from "@formily/react";
import { formilyValidators } from "./rules.js";

const sent = () => (document.title = "sent");
const form = createForm();
const Input = connect(
  ({ value = "", onChange, warnings, errors }) =>
    h("div", null,
      h("input", { id: "password", type: "password", value, onChange }),
      h("p", null, errors),
      h("p", null, warnings)),
  mapProps((props, field) => ({ ...props, errors: field.selfErrors, warnings: field.selfWarnings })),
);
const send = () => form.submit(sent).catch(() => {});
createRoot(document.querySelector("#root")).render(
  h(FormProvider, { form },
    h(Field, { name: "password", validator: formilyValidators, component: [Input] }),
    h("button", { id: "send", onClick: send }, "send")));
