// Passwords that two checkers accept at once. `PASSGATE_DRAWS=10000 node --test tests/node/generate.test.mjs` draws ten
// thousand for each pair of shipped policies.
import assert from "node:assert/strict";
import test from "node:test";
import init, { Checker } from "passgate";
import * as inline from "passgate/inline";

await Promise.all([init(), inline.init()]);

const DRAWS = Number(process.env.PASSGATE_DRAWS ?? 25);
const PRODUCTS = ["feishu", "eiam", "lark", "oneaccess"];
const WANG = { username: "wangxm", name: "王小明", phones: ["13800138000"], emails: ["wang.xm@corp.example"] };

test("both checkers accept it, and no row of either doubts it", () => {
  for (const first of PRODUCTS) {
    for (const second of PRODUCTS) {
      const [one, two] = [new Checker(first, WANG), new Checker(second, WANG)];
      const doubts = (checker, text) => checker.check(text).findings.filter(({ status, violation }) => status !== "met" && violation);
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const text = one.generate({ also: two });
        const readable = one.generate({ readable: true, also: two });
        assert.match(readable, /^[A-Z][a-z]{5}-[a-z]{6}-\d{4}$/);
        for (const checker of [one, two]) {
          assert.ok(checker.accepts(text) && checker.accepts(readable));
          assert.deepEqual(doubts(checker, text), []);
        }
      }
      one.free();
      two.free();
    }
  }
});

test("the length is one that both allow", () => {
  const policy = (limits) => ({ product: "eiam", rules: [{ rule: "length", ...limits }] });
  const [short, long] = [new Checker(policy({ max: 24 })), new Checker(policy({ min: 20 }))];
  for (const [one, two] of [[short, long], [long, short]]) assert.equal(one.generate({ also: two }).length, 20);
  const shorter = new Checker(policy({ max: 19 }));
  assert.throws(() => long.generate({ also: shorter }), { name: "GenerateError", message: "no password satisfies every rule: see `length`" });
});

test("what refusals taught either of them counts", () => {
  const [one, two] = [new Checker("feishu", WANG), new Checker("eiam", WANG)];
  two.refuse("Tide*Lamp72Tide", [{ code: "too-long", max: 12 }]);
  for (let draw = 0; draw < 20; draw += 1) assert.equal(one.generate({ also: two }).length, 12);
});

test("`also` can be the checker itself or absent, and must be one of the same copy that is not freed", () => {
  const one = new Checker("eiam");
  for (const also of [one, undefined, null]) assert.ok(one.accepts(one.generate({ also })));
  for (const also of [new inline.Checker("eiam"), {}]) {
    assert.throws(() => one.generate({ also }), { name: "TypeError", message: /same copy/ });
  }
  const freed = new Checker("eiam");
  freed.free();
  assert.throws(() => one.generate({ also: freed }), { name: "FreedError" });
  assert.ok(one.accepts(one.generate()), "it can still be used");
});
