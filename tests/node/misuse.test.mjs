// The errors of the package: wrong arguments, a freed checker, a platform without randomness.
import assert from "node:assert/strict";
import test from "node:test";

import init, { Checker, describe, policy } from "passgate";

await init();

test("misuse throws an Error with a stable name and a path", () => {
  const rules = (...list) => ({ product: "eiam", rules: list });
  for (const [call, name, path] of [
    [() => new Checker("gmail"), "PolicyError", "product"],
    [() => new Checker(7), "PolicyError", ""],
    [() => new Checker(rules({ rule: "length", min: 9, max: 8 })), "PolicyError", "rules[0].max"],
    [() => new Checker(rules({ rule: "history" }, { rule: "history" })), "PolicyError", "rules[1].rule"],
    [() => new Checker({ ...rules({ rule: "history" }), extra: 1 }), "PolicyError", "extra"],
    [() => new Checker("eiam", { phone: "1" }), "IdentityError", "phone"],
    [() => new Checker("eiam", { phones: "1" }), "IdentityError", "phones"],
    [() => new Checker("eiam", new Map([["name", "王小明"]])), "IdentityError", ""],
    [() => new Checker("eiam", Promise.resolve({ name: "王小明" })), "IdentityError", ""],
    [() => new Checker("eiam", { name: "王小明", phones: new Set(["1"]) }), "IdentityError", ""],
    [() => new Checker("eiam").refuse("x", [{ code: "empty" }, { code: "bad" }]), "ViolationError", "[1].code"],
    [() => describe({ code: "bad" }, "en"), "ViolationError", "code"],
    [() => policy("gmail"), "PolicyError", "product"],
  ]) {
    assert.throws(call, (error) => error instanceof Error && error.name === name && error.path === path);
  }
  assert.throws(() => new Checker("eiam").refuse("x", "empty"), { name: "ViolationError" });
  for (const cyclic of [() => 1, Symbol("x"), 1n, new Map([[1, 2]])]) {
    assert.throws(() => new Checker(cyclic), { name: "PolicyError" });
  }
});

test("only strings are passwords; calls on a freed checker throw", () => {
  const checker = new Checker("eiam");
  for (const value of [undefined, null, 7, {}, ["a"], new String("a")]) {
    assert.throws(() => checker.check(value), TypeError);
    assert.throws(() => checker.accepts(value), TypeError);
    assert.throws(() => checker.refuse(value, []), TypeError);
  }
  checker.free();
  checker.free();
  for (const call of [
    () => checker.check("x"),
    () => checker.check(""),
    () => checker.changes("x"),
    () => checker.accepts("x"),
    () => checker.accepts(""),
    () => checker.refuse("x", []),
    () => checker.checklist("en"),
    () => checker.rows("x"),
    () => checker.rows(""),
    () => checker.issues("x"),
    () => checker.identify({}),
    () => checker.passwordRules(),
    () => checker.generate(),
  ]) {
    assert.throws(call, { name: "FreedError" });
  }
});

test("wrong arguments throw, and leave the module usable", () => {
  for (const [call, name] of [
    [() => new Checker(), "PolicyError"],
    [() => new Checker(undefined, "wang"), "PolicyError"],
    [() => new Checker("eiam", 7), "IdentityError"],
    [() => new Checker("eiam").refuse("x"), "ViolationError"],
    [() => new Checker("eiam").refuse("x", 7), "ViolationError"],
    [() => new Checker("eiam").checklist(null), "LocaleError"],
    [() => new Checker("eiam").checklist(["en"].concat("fr")), "LocaleError"],
    [() => describe(), "ViolationError"],
    [() => describe(undefined, "en"), "ViolationError"],
    [() => describe({ code: "empty" }, 7), "LocaleError"],
    [() => policy(), "PolicyError"],
    [() => policy({}), "PolicyError"],
  ]) {
    for (let round = 0; round < 100; round += 1) assert.throws(call, { name });
  }
  assert.equal(new Checker("eiam").accepts("P@ssw0rd123"), true);
});

test("without randomness generate() throws, and the checker stays usable", () => {
  const checker = new Checker("eiam");
  const { getRandomValues } = crypto;
  crypto.getRandomValues = () => {
    throw new Error("no entropy");
  };
  try {
    assert.throws(() => checker.generate(), { name: "GenerateError" });
  } finally {
    crypto.getRandomValues = getRandomValues;
  }
  assert.equal(checker.accepts(checker.generate()), true);
  checker.free();
});

test("an error never repeats the password", () => {
  const checker = new Checker("eiam");
  const password = "canary-Kx7#mQ2$";
  for (const call of [
    () => checker.refuse(password, [{ code: "bad" }]),
    () => new Checker("eiam", { username: { [password]: password } }),
  ]) {
    assert.throws(call, (error) => !`${error.message}${error.path}${error.stack}`.includes("canary"));
  }
  checker.free();
});
