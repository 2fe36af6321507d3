import type { Experiment } from "@maskyard/store/prisma";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { type FilterCondition, parseFilter, parseOrder } from "./searchFilter.ts";

/** A project has tens of experiments, so they are searched where they are read. */
export function selectsExperiment(filter: string): (experiment: Experiment) => boolean {
  const conditions = parseFilter(filter);
  return (experiment) => conditions.every((condition) => holds(condition, searchedValue(experiment, condition)));
}

export function orderExperiments(experiments: readonly Experiment[], orderBy: readonly string[]): Experiment[] {
  const orders = orderBy.map(parseOrder);
  return [...experiments].sort((a, b) => {
    for (const { kind, key, descending } of orders) {
      const [first, second] = [searchedValue(a, { kind, key }) ?? "", searchedValue(b, { kind, key }) ?? ""];
      if (first !== second) {
        return first < second === descending ? 1 : -1;
      }
    }
    return b.id < a.id ? -1 : 1;
  });
}

function searchedValue(
  experiment: Experiment,
  { kind, key }: Pick<FilterCondition, "kind" | "key">,
): string | number | undefined {
  if (kind === "tag") {
    return (experiment.attributes as Record<string, string>)[key];
  }
  switch (kind === "attribute" ? key : "") {
    case "name":
      return experiment.name;
    case "experiment_id":
      return experiment.id.replaceAll("-", "");
    case "creation_time":
      return experiment.createdAt.getTime();
    case "last_update_time":
      return experiment.updatedAt.getTime();
    default:
      throw new InvalidInputError(
        `Experiments are searched by name, creation_time, last_update_time and tags, not by ${kind} ${key}.`,
        "filter",
      );
  }
}

function holds({ comparator, value }: FilterCondition, found: string | number | undefined): boolean {
  if (found === undefined) {
    return false;
  }
  switch (comparator) {
    case "=":
      return found === value;
    case "!=":
      return found !== value;
    case ">":
      return found > value;
    case ">=":
      return found >= value;
    case "<":
      return found < value;
    case "<=":
      return found <= value;
    case "LIKE":
      return likePattern(String(value), "").test(String(found));
    case "ILIKE":
      return likePattern(String(value), "i").test(String(found));
    case "IN":
      return (value as readonly string[]).includes(String(found));
    case "NOT IN":
      return !(value as readonly string[]).includes(String(found));
  }
}

/** SQL's pattern as an expression: % stands for any text, _ for one character. */
function likePattern(pattern: string, flags: string): RegExp {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`, `s${flags}`);
}
