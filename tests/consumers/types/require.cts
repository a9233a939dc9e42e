// What a consumer writes in a file of CommonJS.
import passgate = require("passgate");
import inline = require("passgate/inline");
import schema = require("passgate/schema");

export async function verdict(text: string): Promise<boolean> {
  await passgate.init();
  await passgate.default();
  await inline.init();
  const checker: passgate.Checker = new passgate.Checker("eiam");
  const result = await schema.password(checker)["~standard"].validate(text);
  return checker.accepts(text) && result.issues === undefined;
}
