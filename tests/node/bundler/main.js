// As an application would: a bare import, and `init()` without arguments.
import init, { Checker } from "passgate";

await init();
const checker = new Checker("eiam", { username: "wangxm", name: "王小明" });
globalThis.report = checker.check("Wangxm@1");
