import { expect, test } from "vitest";
import { parseFilter, parseOrder } from "./searchFilter.ts";

test.each([
  ["", []],
  ["metrics.loss < 0.5", [{ kind: "metric", key: "loss", comparator: "<", value: 0.5 }]],
  [
    'metrics.`val/segm AP` >= -1e-3 and params.model = \'tiny\' AND tag.team != "a \\"b\\""',
    [
      { kind: "metric", key: "val/segm AP", comparator: ">=", value: -0.001 },
      { kind: "param", key: "model", comparator: "=", value: "tiny" },
      { kind: "tag", key: "team", comparator: "!=", value: 'a "b"' },
    ],
  ],
  ["metrics.val/loss=1", [{ kind: "metric", key: "val/loss", comparator: "=", value: 1 }]],
  ["tags.\"mlflow.runName\" LIKE '%x%'", [{ kind: "tag", key: "mlflow.runName", comparator: "LIKE", value: "%x%" }]],
  ["tags.mlflow.user ilike 'A%'", [{ kind: "tag", key: "mlflow.user", comparator: "ILIKE", value: "A%" }]],
  [
    "attributes.status = 'FINISHED' AND start_time > 1700000000000",
    [
      { kind: "attribute", key: "status", comparator: "=", value: "FINISHED" },
      { kind: "attribute", key: "start_time", comparator: ">", value: 1_700_000_000_000 },
    ],
  ],
  [
    "run_id IN ('a', 'b') AND params.x NOT IN ('c')",
    [
      { kind: "attribute", key: "run_id", comparator: "IN", value: ["a", "b"] },
      { kind: "param", key: "x", comparator: "NOT IN", value: ["c"] },
    ],
  ],
])("reads %s", (text, conditions) => {
  expect(parseFilter(text)).toEqual(conditions);
});

test.each([
  ["metrics.loss", "the end where a comparison is expected"],
  ["metrics.loss < 'x'", '"x" where a number is expected'],
  ["params.a = 5", '"5" where a quoted text is expected'],
  ["metrics.a < 1 OR metrics.b < 2", '"OR" where AND is expected'],
  ["metrics.a < 1 AND", "the end where a key, for example metrics.loss, is expected"],
  ["params.a ~ 'x'", "cannot be read from here on: ~ 'x'"],
  ["params.a BETWEEN 'x'", '"BETWEEN" where one of =, !='],
  ["run_id IN ('a'", "the end where , or ) is expected"],
])("refuses %s", (text, message) => {
  expect(() => parseFilter(text)).toThrow(message);
});

test.each([
  ["metrics.loss DESC", { kind: "metric", key: "loss", descending: true }],
  ["metrics.`val loss`", { kind: "metric", key: "val loss", descending: false }],
  ["start_time asc", { kind: "attribute", key: "start_time", descending: false }],
  ["tags.mlflow.runName desc", { kind: "tag", key: "mlflow.runName", descending: true }],
])("reads the order %s", (text, order) => {
  expect(parseOrder(text)).toEqual(order);
});
