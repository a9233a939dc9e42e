import { useEffect, useState } from "react";
import { Button, Form, Input } from "antd";
import { antd } from "passgate/rules";

import { verdict } from "../../verdict.js";

const rules = [antd("eiam", { username: "wangxm" }, { locale: "zh-TW" })];

export default function Page() {
  const [text, setText] = useState("");
  useEffect(() => {
    verdict().then(setText, (error) => setText(String(error)));
  }, []);
  return (
    <Form>
      <output>{text}</output>
      <Form.Item name="password" rules={rules}>
        <Input.Password />
      </Form.Item>
      <Button htmlType="submit">send</Button>
    </Form>
  );
}
