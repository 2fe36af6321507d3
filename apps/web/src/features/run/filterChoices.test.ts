import { completeFilter } from "@maskyard/filter";
import { expect, test } from "vitest";
import { filterChoices, withChoice } from "./filterChoices.ts";

const NAMES = {
  metrics: ["loss", "lr", "val/segm AP"],
  settings: ["lr", "aug.jitter", "status", "my own"],
  tags: ["team"],
  fields: [
    { name: "name", kind: "TEXT" },
    { name: "status", kind: "CHOICE" },
    { name: "created", kind: "TIME" },
  ],
};

function choices(marked: string, values: string[] = []) {
  const cursor = marked.indexOf("|");
  return filterChoices(completeFilter(marked.replace("|", ""), cursor), NAMES, values).map(({ text }) => text);
}

test.each<[string, string[], string[]?]>([
  ["l|", ["lr", "loss", "metric.lr", '"val/segm AP"']],
  ["jit|", ["aug.jitter"]],
  ["my|", ['"my own"']],
  ["sta|", ["status", "setting.status"]],
  ["te|", ["tag.team", "created", "aug.jitter"]],
  ["max(v|", ['"val/segm AP"']],
  ["status |", ["=", "!=", "<", "<=", ">", ">=", "in", "not in", "contains", "like", "is null", "is not null"]],
  ["created |", ["=", "!=", "<", "<=", ">", ">=", "in", "not in", "is null", "is not null"]],
  ["loss c|", []],
  ["status = f|", ["failed", '"half done"'], ["failed", "half done", "queued"]],
  ["status in |", ["("]],
  ["lr = 1 |", ["and", "or"]],
  ["lr = 1 an|", ["and"]],
  ["lr < < |", []],
])("at the bar in %s: %o", (marked, expected, values) => {
  expect(choices(marked, values)).toEqual(expected);
});

test.each([
  ["lo|", "loss", "loss |"],
  ["a = 1 and lo|ss < 3", "lr", "a = 1 and lr| < 3"],
  ["loss|", "loss", "loss |"],
  ["max(|", "loss", "max(loss |"],
  ["m|", "max(", "max(|"],
  ["status in (|)", "failed", "status in (failed|)"],
  ['name = "my r|un" and', '"my run"', 'name = "my run"| and'],
])("%s with %s", (marked, choice, result) => {
  const cursor = marked.indexOf("|");
  const text = marked.replace("|", "");
  const completion = completeFilter(text, cursor);
  if (!completion) throw new Error("expected something to complete");
  const made = withChoice(text, completion, choice);
  expect(`${made.text.slice(0, made.cursor)}|${made.text.slice(made.cursor)}`).toBe(result);
});
