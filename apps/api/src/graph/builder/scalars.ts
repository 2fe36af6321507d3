import { unstorableInJson } from "@maskyard/store";
import { GraphQLError, Kind } from "graphql";
import { shown } from "../../domain/errors/requireStorable.ts";
import { builder } from "./builder.ts";

/** Date itself reads much that is none ("1", "Nov 2026"), and years that Postgres cannot keep. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

builder.scalarType("DateTime", {
  description: "A moment as ISO 8601 in UTC, for example 2026-11-23T07:10:40.123Z.",
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const date = typeof value === "string" && MOMENT.test(value) ? new Date(value) : new Date(Number.NaN);
    if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1) {
      throw new GraphQLError(
        "A DateTime is written as ISO 8601, for example 2026-11-23T07:10:40Z, and lies between the years 1 and 9999.",
      );
    }
    return date;
  },
});

builder.scalarType("JSON", {
  description: "Any JSON value whose numbers are finite, nested at most 64 levels deep.",
  serialize: (value) => value,
  parseValue: (value) => {
    // Variables were looked at already; here come values that are written out in the document.
    const found = unstorableInJson(value);
    if (found === null) return value;
    const place = found.path.length === 0 ? "The value" : `The value at ${shown(found.path.join("."))}`;
    throw new GraphQLError(`${place} ${found.problem}.`);
  },
});

const TEXTS = ["NaN", "Infinity", "-Infinity", "-0"];

/** JSON has no NaN and no infinities, and JavaScript writes no sign of zero; protobuf's JSON, and so MLflow, writes them as text. */
function measuredValueOf(value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (typeof value === "string" && TEXTS.includes(value)) return Number(value);
  throw new GraphQLError(
    `A MeasuredValue is a number or one of ${TEXTS.map((text) => JSON.stringify(text)).join(", ")}.`,
  );
}

builder.scalarType("MeasuredValue", {
  description: 'A number, or "NaN", "Infinity" or "-Infinity", which JSON has no numbers for.',
  serialize: (value) => (Number.isFinite(value) ? value : String(value)),
  parseValue: measuredValueOf,
  parseLiteral: (node) => {
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return measuredValueOf(Number(node.value));
    return measuredValueOf(node.kind === Kind.STRING ? node.value : undefined);
  },
});
