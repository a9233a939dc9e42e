// As an application would: a bare import, and `init()` without arguments.
import init, { Checker, complete } from "passgate";

await init();
await complete();
const checker = new Checker("eiam", { username: "wangxm", name: "王小明" });
globalThis.report = checker.check("Wangxm@1");
