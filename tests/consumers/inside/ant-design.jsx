// Both elements in a form of Ant Design, in the theme and the language of the address.
import "passgate/element";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { Button, Card, ConfigProvider, Form, Input, theme } from "antd";
import { antd } from "passgate/rules";
import { dressed, person, said } from "./said.js";

const { lang, isDark, words } = said();
const rules = [antd("eiam", person.identity, { locale: lang })];

function Account() {
  const { token } = theme.useToken();
  useEffect(() => dressed({ page: token.colorBgLayout, radius: `${token.borderRadius}px`, edge: token.colorBorder }));
  return (
    <Card title={words.title} style={{ maxWidth: 520, margin: "24px auto" }}>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item name="password" label={words.password} rules={rules}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item>
          <passgate-rules for="password" product="eiam" loading="eager" {...person.attributes} />
        </Form.Item>
        <Form.Item>
          <passgate-field product="feishu" loading="eager" label={words.mail} confirm generator {...person.attributes} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block>{words.save}</Button>
      </Form>
    </Card>
  );
}

createRoot(document.querySelector("#root")).render(
  <ConfigProvider theme={{ algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm }}>
    <Account />
  </ConfigProvider>,
);
