import { GraphQLError, Kind } from "graphql";
import { builder } from "./builder.ts";

builder.scalarType("DateTime", {
  description: "A moment as ISO 8601 in UTC, for example 2026-11-23T07:10:40.123Z.",
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const date = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
    if (Number.isNaN(date.getTime())) {
      throw new GraphQLError("A DateTime is written as ISO 8601, for example 2026-11-23T07:10:40Z.");
    }
    return date;
  },
});

builder.scalarType("JSON", {
  description: "Any JSON value.",
  serialize: (value) => value,
  parseValue: (value) => value,
});

const TEXTS = ["NaN", "Infinity", "-Infinity", "-0"];

/** JSON has no NaN and no infinities, and JavaScript writes no sign of zero; protobuf's JSON, and so MLflow, writes them as text. */
function measuredValueOf(value: unknown): number {
  if (typeof value === "number") return value;
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
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return Number(node.value);
    return measuredValueOf(node.kind === Kind.STRING ? node.value : undefined);
  },
});
