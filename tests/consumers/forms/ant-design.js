import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { Button, Form, Input } from "antd";
import { antDesign } from "./rules.js";

const sent = () => (document.title = "sent");

createRoot(document.querySelector("#root")).render(
  h(Form, { onFinish: sent },
    h(Form.Item, { name: "password", rules: antDesign }, h(Input.Password)),
    h(Button, { id: "send", htmlType: "submit" }, "send")));
