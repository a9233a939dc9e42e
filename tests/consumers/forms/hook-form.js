import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { z } from "zod";
import { schema as ours } from "./rules.js";

const sent = () => (document.title = "sent");
const schema = z.object({
  password: z.string().superRefine(async (text, context) => {
    const { issues = [] } = await ours["~standard"].validate(text);
    for (const { message } of issues) context.addIssue({ code: "custom", message });
  }),
});
function App() {
  const { register, handleSubmit, formState } = useForm({ mode: "onChange", resolver: standardSchemaResolver(schema) });
  return h("form", { onSubmit: handleSubmit(sent) },
    h("input", { id: "password", type: "password", ...register("password") }),
    h("p", null, formState.errors.password?.message),
    h("button", { id: "send" }, "send"));
}
createRoot(document.querySelector("#root")).render(h(App));
