import fc from "fast-check";
import { expect, test } from "vitest";
import type { ColumnFigure, ColumnKind, Comparison, Expression } from "./expression.ts";
import { FilterError } from "./FilterError.ts";
import { parseFilter } from "./parseFilter.ts";
import { printFilter } from "./printFilter.ts";

/** The tree in short: names as [kind, name, figure], values as text, quoted ones in “…”; brackets by their nesting. */
function short(expression: Expression | null): unknown {
  if (expression === null) return null;
  if (expression.type === "not") return ["not", short(expression.part)];
  if ("parts" in expression) return [expression.type, ...expression.parts.map(short)];
  const { kind, name, figure } = expression.column;
  const column = `${kind ? `${kind}:` : ""}${figure ? `${figure} of ` : ""}${name}`;
  if (expression.type === "presence") return `${column} ${expression.present ? "there" : "absent"}`;
  const values = expression.values.map(({ text, quoted }) => (quoted ? `“${text}”` : text));
  return [column, (expression.negated ? "not " : "") + expression.comparison, ...values];
}

test.each<[string, unknown]>([
  ["", null],
  ["   \n", null],
  ["lr > 0.02", ["lr", ">", "0.02"]],
  ["lr>.02", ["lr", ">", ".02"]],
  ["batch = 8 and lr > 0.02", ["and", ["batch", "=", "8"], ["lr", ">", "0.02"]]],
  ["a = 1 or b = 2 and c = 3", ["or", ["a", "=", "1"], ["and", ["b", "=", "2"], ["c", "=", "3"]]]],
  ["(a = 1 or b = 2) and c = 3", ["and", ["or", ["a", "=", "1"], ["b", "=", "2"]], ["c", "=", "3"]]],
  ["not a = 1 and not (b = 2)", ["and", ["not", ["a", "=", "1"]], ["not", ["b", "=", "2"]]]],
  ["NOT NOT a = 1", ["not", ["not", ["a", "=", "1"]]]],
  ["((a = 1))", ["a", "=", "1"]],
  [
    "min(loss) <= 0.5, learningRate > 1e-3,model ~ tiny, ",
    ["and", ["metric:min of loss", "<=", "0.5"], ["learningRate", ">", "1e-3"], ["model", "contains", "tiny"]],
  ],
  ["config.lr > 0.02", ["setting:lr", ">", "0.02"]],
  ["params.lr == 0.02", ["setting:lr", "=", "0.02"]],
  ["Config.lr <> 1", ["setting:lr", "!=", "1"]],
  ["config.aug.jitter = 0.1", ["setting:aug.jitter", "=", "0.1"]],
  ["aug.jitter = 0.1", ["aug.jitter", "=", "0.1"]],
  ["setting:lr = 1", ["setting:lr", "=", "1"]],
  ["metrics.`val/segm AP` >= -1e-3", ["metric:val/segm AP", ">=", "-1e-3"]],
  ["metrics.val/segm/AP50 > .3", ["metric:val/segm/AP50", ">", ".3"]],
  ["summary.loss < 1", ["metric:loss", "<", "1"]],
  ["BEST(val/segm/AP) > 0.4", ["metric:best of val/segm/AP", ">", "0.4"]],
  ['max("a (b)") > 1', ["metric:max of a (b)", ">", "1"]],
  ["min(metrics.loss) < 1", ["metric:min of loss", "<", "1"]],
  ["min = 3", ["min", "=", "3"]],
  ['"my lr" > 1', ["my lr", ">", "1"]],
  ["'and' = 1", ["and", "=", "1"]],
  ['"config.lr" = 1', ["config.lr", "=", "1"]],
  ['tags.team = "a \\"b\\" \\\\"', ["tag:team", "=", '“a "b" \\”']],
  ["tags.mlflow.user ilike 'A%'", ["tag:mlflow.user", "ilike", "“A%”"]],
  ["attributes.status = 'FINISHED'", ["run:status", "=", "“FINISHED”"]],
  ["name not like '%old%'", ["name", "not like", "“%old%”"]],
  ["name !~ old", ["name", "not contains", "old"]],
  ["optimizer in (adamw, 'my own')", ["optimizer", "in", "adamw", "“my own”"]],
  ["batch NOT IN (4)", ["batch", "not in", "4"]],
  ["lr is null or lr is not null", ["or", "lr absent", "lr there"]],
  ["created > -7d and duration < 1h30m", ["and", ["created", ">", "-7d"], ["duration", "<", "1h30m"]]],
  ["größe = 日本", ["größe", "=", "日本"]],
])("reads %s", (text, tree) => {
  expect(short(parseFilter(text))).toEqual(tree);
});

test.each<[string, string, string]>([
  ["loss", "“loss” is no condition; write for example loss < 0.5.", "^^^^"],
  ["a < 1 and loss", "“loss” is no condition; write for example loss < 0.5.", "          ^^^^"],
  ["loss <", "A value is missing here.", "      ^"],
  ["loss < and a = 1", "A value is missing here; the word and itself is put in quotes.", "       ^^^"],
  ["loss << 3", "A value is missing here.", "      ^"],
  ["a = 1 and", "A condition is missing at the end, for example loss < 0.5.", "         ^"],
  [
    "a = 1 and or b = 2",
    "Expected a name here, not “or”; a setting or metric of that name is put in quotes.",
    "          ^^",
  ],
  ["(a = 1", "This bracket is not closed.", "^"],
  ["a = 1)", "This bracket closes none.", "     ^"],
  ["a = 1 b = 2", "After a condition comes and, or, or the end; a value with spaces is put in quotes.", "      ^"],
  [
    "name = resnet 50",
    "After a condition comes and, or, or the end; a value with spaces is put in quotes.",
    "              ^^",
  ],
  [
    "val loss < 3",
    "Expected a comparison here: =, !=, <, <=, >, >=, contains, like, in, is null. A name with spaces is put in quotes.",
    "    ^^^^",
  ],
  ["a && b", "“&&” means nothing here; write and.", "  ^^"],
  ["a in [1]", "“[” means nothing here; lists stand in round brackets: (a, b).", "     ^"],
  ["a in 1", "After “in” comes a list in brackets: (a, b).", "     ^"],
  ["a in ()", "A value is missing here.", "      ^"],
  ["a in (1 2)", "Values of a list are separated by commas.", "        ^"],
  ["a in (1, 2", "This bracket is not closed.", "     ^"],
  ["a = 'x", "The quote ' is not closed.", "    ^"],
  ["a is 3", "After “is” comes null or not null.", "     ^"],
  ["a not 3", "After “not” comes in, contains, like or ilike.", "      ^"],
  ["min(lr) = 1 and max() = 3", "max(…) takes the name of a metric.", "                    ^"],
  ["min(config.lr) = 1", "min(…) takes a metric; the others have one value.", "    ^^^^^^^^^"],
  ["metrics. < 3", "After “metrics.” comes a name.", "^^^^^^^^"],
  ["= 3", "Expected the name of a setting, a metric or a field here, for example loss < 0.5.", "^"],
])("says what is wrong with %s, and where", (text, reason, carets) => {
  expect(() => parseFilter(text)).toThrow(FilterError);
  expect(() => parseFilter(text)).toThrow(`${reason}\n  ${text}\n  ${carets}`);
});

test("a filter is bounded in depth, in conditions and in values", () => {
  expect(() => parseFilter(`${"(".repeat(5_000)}a = 1`)).toThrow("at most 50 deep");
  expect(() => parseFilter(Array(101).fill("a = 1").join(" or "))).toThrow("at most 100 conditions");
  expect(() => parseFilter(`a = "${"x".repeat(10_000)}"`)).toThrow("at most 10,000 characters");
  expect(() => parseFilter("a = 'x\0'")).toThrow("The character NUL");
  expect(() => parseFilter(`a in (${Array(101).fill("1").join(",")})`)).toThrow("at most 100 values");
});

test("of a long filter the surroundings of the place are shown", () => {
  const text = `${Array(60).fill("lr > 0.01").join(" and ")} and loss`;
  const [, shown = "", carets = ""] = (catchError(() => parseFilter(text)) as Error).message.split("\n");
  expect(shown.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("loss");
  expect(shown.length).toBeLessThan(90);
});

const SPAN = { start: 0, end: 0 };
const name = fc.oneof(
  fc.constantFrom("lr", "aug.jitter", "val/segm/AP", "and", "config.lr", "a b", 'x"y\\', "min", "größe", "run:name"),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const column = fc.oneof(
  fc.record({
    kind: fc.constantFrom<ColumnKind | null>(null, "setting", "metric", "tag", "run"),
    name,
    figure: fc.constant(null),
    span: fc.constant(SPAN),
  }),
  fc.record({
    kind: fc.constant<ColumnKind>("metric"),
    name,
    figure: fc.constantFrom<ColumnFigure>("last", "min", "max", "best"),
    span: fc.constant(SPAN),
  }),
);
const value = fc.oneof(
  fc.record({
    text: fc.constantFrom("8", "0.02", "-7d", "adamw", "2026-11-01"),
    quoted: fc.constant(false),
    span: fc.constant(SPAN),
  }),
  fc.record({ text: fc.string(), quoted: fc.constant(true), span: fc.constant(SPAN) }),
);
const condition = fc.oneof(
  fc.record({
    type: fc.constant("condition" as const),
    column,
    comparison: fc.constantFrom<Comparison>("=", "!=", "<", "<=", ">", ">="),
    negated: fc.constant(false),
    values: fc.tuple(value),
    span: fc.constant(SPAN),
  }),
  fc.record({
    type: fc.constant("condition" as const),
    column,
    comparison: fc.constantFrom<Comparison>("contains", "like", "ilike"),
    negated: fc.boolean(),
    values: fc.tuple(value),
    span: fc.constant(SPAN),
  }),
  fc.record({
    type: fc.constant("condition" as const),
    column,
    comparison: fc.constant<Comparison>("in"),
    negated: fc.boolean(),
    values: fc.array(value, { minLength: 1, maxLength: 4 }),
    span: fc.constant(SPAN),
  }),
  fc.record({ type: fc.constant("presence" as const), column, present: fc.boolean(), span: fc.constant(SPAN) }),
);
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    condition,
    fc.record({ type: fc.constant("not" as const), part: tie("expression"), span: fc.constant(SPAN) }),
    fc.record({
      type: fc.constantFrom("and" as const, "or" as const),
      parts: fc.array(tie("expression"), { minLength: 2, maxLength: 3 }),
      span: fc.constant(SPAN),
    }),
  ),
}));

test("what is printed is read back as it was", () => {
  fc.assert(
    fc.property(expression, (tree) => {
      expect(withoutSpans(parseFilter(printFilter(tree)))).toEqual(withoutSpans(tree));
    }),
    { numRuns: 500 },
  );
});

test("any text is read, or refused with a place within it", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "lr",
      "config.",
      "and",
      "or",
      "not",
      "in",
      "(",
      ")",
      ",",
      "=",
      "<",
      "~",
      "'",
      '"',
      "`",
      "\\",
      "is",
      "null",
      "min",
      "0.1",
      "!",
      "\n",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("", " "), (pieces, space) => {
      const text = pieces.join(space);
      const error = catchError(() => parseFilter(text));
      if (error === null) return;
      expect(error).toBeInstanceOf(FilterError);
      const { start, end } = (error as FilterError).span;
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length + 1);
    }),
    { numRuns: 1_000 },
  );
});

function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, part) => (key === "span" ? undefined : part)));
}

function catchError(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}
