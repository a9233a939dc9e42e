// The forms, the package and the schema have the same products, and each product has every text of the
// pages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import init, { policy } from "passgate";
import { PRODUCTS } from "../../www/products.js";

await init();
const schema = JSON.parse(readFileSync(new URL("../../pkg/policy.schema.json", import.meta.url), "utf8"));

test("every product has a form and a policy", () => {
  const products = Object.keys(PRODUCTS);
  assert.ok(products.length >= 4);
  assert.deepEqual([...products].sort(), [...schema.properties.product.enum].sort());
  for (const product of products) assert.equal(policy(product).product, product);
});

test("every product has every text of the pages, in each language", () => {
  const members = Object.keys(PRODUCTS.feishu.words.en).sort();
  for (const [product, { api, words }] of Object.entries(PRODUCTS)) {
    assert.ok(PRODUCTS[api], `${product}: ${api}`);
    assert.deepEqual(Object.keys(words).sort(), ["en", "zh-CN"], product);
    for (const said of Object.values(words)) {
      assert.deepEqual(Object.keys(said).sort(), members, product);
      assert.ok(Object.values(said).every((word) => word.trim().length > 0 && word.trim() === word), product);
    }
  }
});
