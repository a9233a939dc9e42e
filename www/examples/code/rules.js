// The rules of form systems, and a schema.

import { literal } from "../literal.js";
import { OWN, identityOf } from "../state.js";

export function antDesign(state, words) {
  return [
    'import { Form, Input } from "antd";',
    'import { antd } from "passgate/rules";',
    "",
    ...facts(state),
    `const rules = [antd(policy, person, { locale }), antd(policy, person, { locale, warnings: true })];`,
    "",
    "export default function NewPassword() {",
    "  return (",
    '    <Form layout="vertical">',
    `      <Form.Item name="password" label="${words.password}" rules={rules}>`,
    '        <Input.Password autoComplete="new-password" />',
    "      </Form.Item>",
    "    </Form>",
    "  );",
    "}",
  ].join("\n");
}

export function elementPlus(state, words) {
  return [
    "<script setup>",
    'import { reactive } from "vue";',
    'import { ElForm, ElFormItem, ElInput } from "element-plus";',
    'import { asyncValidator } from "passgate/rules";',
    "",
    ...facts(state),
    "const rules = [asyncValidator(policy, person, { locale })];",
    'const model = reactive({ password: "" });',
    "</script>",
    "",
    "<template>",
    '  <el-form :model="model" label-position="top">',
    `    <el-form-item prop="password" label="${words.password}" :rules="rules">`,
    '      <el-input v-model="model.password" type="password" autocomplete="new-password" show-password />',
    "    </el-form-item>",
    "  </el-form>",
    "</template>",
  ].join("\n");
}

export function schema(state) {
  return [
    'import { password } from "passgate/schema";',
    'import { z } from "zod";',
    "",
    ...facts(state),
    "export const rule = password(policy, person, { locale });",
    "",
    "export const form = z.object({",
    "  password: z.string().superRefine(async (text, context) => {",
    '    const { issues = [] } = await rule["~standard"].validate(text);',
    '    for (const { message } of issues) context.addIssue({ code: "custom", message });',
    "  }),",
    "});",
  ].join("\n");
}

/** The policy, the person and the language as constants. */
function facts(state) {
  const { product, document, locale } = state;
  const values = { policy: product === OWN ? document : product, person: identityOf(state) ?? {}, locale };
  return Object.entries(values).map(([name, value]) => {
    const start = `const ${name} = `;
    return `${start}${literal(value, { before: start.length })};`;
  });
}
