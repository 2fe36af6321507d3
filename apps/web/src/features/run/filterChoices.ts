import { type FilterCompletion, printColumn, printValue } from "@maskyard/filter";

export interface KnownNames {
  readonly metrics: readonly string[];
  readonly settings: readonly string[];
  readonly tags: readonly string[];
  readonly fields: readonly { readonly name: string; readonly kind: string }[];
}

export interface FilterChoice {
  /** What is put into the filter. */
  readonly text: string;
  /** What it is, for people. */
  readonly about: string;
}

const CHOICES_MOST = 60;

const COMPARISONS: readonly FilterChoice[] = [
  { text: "=", about: "equals" },
  { text: "!=", about: "is not equal to" },
  { text: "<", about: "less than" },
  { text: "<=", about: "at most" },
  { text: ">", about: "greater than" },
  { text: ">=", about: "at least" },
  { text: "in", about: "one of a list" },
  { text: "not in", about: "none of a list" },
  { text: "contains", about: "contains the text" },
  { text: "like", about: "matches a pattern with % and _" },
  { text: "is null", about: "has no value" },
  { text: "is not null", about: "has a value" },
];

/** Comparisons that are nothing for numbers and times, by the words they begin with. */
const FOR_TEXT = ["contains", "like"];
const NUMERIC = ["NUMBER", "TIME", "DURATION"];

/**
 * What the person may choose where the cursor is: what begins with the typed text first, then what contains it.
 *
 * @param values of the column that is compared
 */
export function filterChoices(
  completion: FilterCompletion | null,
  names: KnownNames,
  values: readonly string[] = [],
): FilterChoice[] {
  if (completion === null) return [];
  const typed = completion.typed.toLowerCase();
  const candidates = candidatesOf(completion, names, values);
  const [first, others]: [FilterChoice[], FilterChoice[]] = [[], []];
  for (const choice of candidates) {
    const plain = choice.text.replace(/^["']|["']$/g, "").toLowerCase();
    if (plain === typed && typed === choice.text.toLowerCase()) continue;
    const bare = plain.replace(/^(metric|setting|tag)\./, "");
    if (plain.startsWith(typed) || bare.startsWith(typed)) first.push(choice);
    else if (plain.includes(typed)) others.push(choice);
  }
  return [...first, ...others].slice(0, CHOICES_MOST);
}

function candidatesOf(
  { expects, column, figure }: FilterCompletion,
  names: KnownNames,
  values: readonly string[],
): readonly FilterChoice[] {
  switch (expects) {
    case "name":
      return figure === null
        ? nameChoices(names)
        : names.metrics.map((name) => ({ text: printName(name), about: "metric" }));
    case "comparison":
      return comparisonsFor(column, names);
    case "value":
      return values.map((value) => ({ text: printValue({ text: value, quoted: false }), about: column?.name ?? "" }));
    case "list":
      return [{ text: "(", about: "a list: (a, b)" }];
    case "null":
      return [
        { text: "null", about: "has no value" },
        { text: "not null", about: "has a value" },
      ];
    case "connective":
      return [
        { text: "and", about: "both conditions hold" },
        { text: "or", about: "either condition holds" },
      ];
  }
}

/** Fields first, then settings, then metrics: of names that are two of these, the later ones with the word that tells them apart. */
function nameChoices({ fields, settings, metrics, tags }: KnownNames): FilterChoice[] {
  const taken = new Set(fields.map(({ name }) => name.toLowerCase()));
  const choices: FilterChoice[] = fields.map(({ name }) => ({ text: name, about: "run" }));
  const add = (kind: "setting" | "metric", list: readonly string[]) => {
    for (const name of list) {
      const isTaken = taken.has(kind === "setting" ? name.toLowerCase() : name) || taken.has(name.toLowerCase());
      choices.push({ text: isTaken ? printColumn({ kind, name, figure: null }) : printName(name), about: kind });
    }
    for (const name of list) taken.add(name.toLowerCase());
  };
  add("setting", settings);
  add("metric", metrics);
  for (const name of tags) choices.push({ text: printColumn({ kind: "tag", name, figure: null }), about: "tag" });
  for (const figure of ["best", "min", "max"])
    choices.push({ text: `${figure}(`, about: `${figure} value of a metric` });
  return [...choices, { text: "not", about: "negates a condition" }];
}

function printName(name: string): string {
  return printColumn({ kind: null, name, figure: null });
}

function comparisonsFor(column: FilterCompletion["column"], names: KnownNames): readonly FilterChoice[] {
  if (column === null) return [];
  const field = names.fields.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
  const isSetting = names.settings.includes(column.name);
  const isMetric = column.kind === "metric" || (!field && !isSetting && names.metrics.includes(column.name));
  const isNumber = isMetric || (column.kind !== "setting" && field !== undefined && NUMERIC.includes(field.kind));
  return isNumber ? COMPARISONS.filter(({ text }) => !FOR_TEXT.includes(text)) : COMPARISONS;
}

/** The text with the choice in place of what was typed, and the cursor behind it, where typing goes on. */
export function withChoice(
  text: string,
  { start, end }: Pick<FilterCompletion, "start" | "end">,
  choice: string,
): { text: string; cursor: number } {
  const before = text.slice(0, start);
  const gap = before !== "" && /[^\s(]$/.test(before) && /^[a-z]/i.test(choice) ? " " : "";
  const after = text.slice(end);
  const space = choice.endsWith("(") || /^[\s),]/.test(after) ? "" : " ";
  const inserted = gap + choice + space;
  return { text: before + inserted + after, cursor: start + inserted.length };
}
