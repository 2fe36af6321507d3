import type { LedgerNote } from "../../document/LedgerBuilder.ts";
import type { JsonRecord } from "../reading/records.ts";
import type { ViaEntry } from "./viaEntries.ts";

/** Names that people give the attribute that holds the class, most telling first. */
const USUAL_NAMES = ["label", "class", "category", "type", "name", "object", "object_name", "class_name"];
/** What a set without a single attribute is called: its shapes are all of one kind. */
const ONLY_CLASS = "object";

/** Which attribute holds the class: VIA lets every project, and even every region, name it anew. */
export class ViaLabels {
  /** Attribute names, the one that most regions have first. */
  readonly ranking: readonly string[];

  /** @param wanted the attribute a person named; null to find it out. */
  constructor(entries: readonly ViaEntry[], wanted: string | null) {
    const counts = new Map<string, number>();
    for (const { attributes } of entries.flatMap(({ regions }) => regions)) {
      for (const name of Object.keys(attributes)) {
        if (textOf(attributes[name]) !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    const rank = (name: string): number => {
      const index = USUAL_NAMES.indexOf(name.toLowerCase());
      return index < 0 ? USUAL_NAMES.length : index;
    };
    const byCount = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || rank(a) - rank(b));
    this.ranking = wanted === null ? byCount : [wanted];
  }

  /** The class of one region, "" where it has none; notes say what was guessed. */
  labelOf(attributes: JsonRecord, notes: LedgerNote[]): string {
    const [main] = this.ranking;
    if (main === undefined) return ONLY_CLASS;
    const name = this.ranking.find((one) => textOf(attributes[one]) !== "");
    if (name === undefined) return "";
    if (name !== main) {
      notes.push({ kind: "guessed", reason: `it has no ${main}: the class is read from ${name}` });
    }
    const label = textOf(attributes[name]);
    if (label.includes(CHOICES)) {
      const [first = "", ...others] = label.split(CHOICES);
      notes.push({ kind: "guessed", reason: `${others.join(", ")} was ticked beside ${first}, and one class is kept` });
      return first;
    }
    return label;
  }
}

const CHOICES = "\u0000";

/** An attribute's value as text: ticked boxes (`{"car": true}`) by their names. */
function textOf(value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value).trim();
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value)
    .filter(([, isTicked]) => isTicked === true)
    .map(([name]) => name.trim())
    .join(CHOICES);
}
