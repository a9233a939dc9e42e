import "@arco-design/web-react/es/_util/react-19-adapter";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { Button, Form, Input } from "@arco-design/web-react";
import { arcoDesign } from "./rules.js";

const sent = () => (document.title = "sent");

createRoot(document.querySelector("#root")).render(
  h(Form, { onSubmit: sent },
    h(Form.Item, { field: "password", rules: arcoDesign }, h(Input.Password, { id: "password" })),
    h(Button, { id: "send", htmlType: "submit" }, "send")));
