import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { Button, Form } from "@douyinfe/semi-ui-19";
import { elementPlus, semi } from "./rules.js";

const sent = () => (document.title = "sent");

createRoot(document.querySelector("#root")).render(
  h(Form, { onSubmit: sent },
    h(Form.Input, {
      field: "password",
      id: "password",
      type: "password",
      ...(location.search === "?rules" ? { rules: elementPlus } : { validate: semi }),
    }),
    h(Button, { id: "send", htmlType: "submit" }, "send")));
