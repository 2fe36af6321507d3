import type { LoggedPoint } from "@maskyard/store";
import { z } from "zod";
import type { Actor } from "../../domain/access/actor.ts";
import type { Services } from "../../services.ts";

/** One call of a client. */
export interface Call {
  readonly services: Services;
  readonly actor: Actor;
  /** The body, or a GET's query, and what the path names. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the body's bytes. */
  readonly digest: string;
}

export interface Endpoint {
  readonly methods: readonly ("GET" | "POST" | "PATCH" | "DELETE")[];
  /** Below /api/2.0/mlflow/; what it names with ":" is part of the input. */
  readonly path: string;
  handle(call: Call): Promise<object>;
  /** The points, where the call logs points and nothing else: these are written without asking who sent them first. */
  pointsOf?(input: Call["input"]): LoggedPoints | null;
}

export interface LoggedPoints {
  readonly runId: string;
  readonly points: readonly LoggedPoint[];
}

export const post = (path: string, handle: Endpoint["handle"]): Endpoint => ({ methods: ["POST"], path, handle });
export const patch = (path: string, handle: Endpoint["handle"]): Endpoint => ({ methods: ["PATCH"], path, handle });
export const remove = (path: string, handle: Endpoint["handle"]): Endpoint => ({ methods: ["DELETE"], path, handle });
export const get = (path: string, handle: Endpoint["handle"]): Endpoint => ({ methods: ["GET"], path, handle });

/** A key of a tag, parameter or metric: https://github.com/mlflow/mlflow/blob/v3.4.0/mlflow/utils/validation.py */
export const keySchema = z
  .string("Give the key.")
  .min(1, "Give the key.")
  .max(250, "A key has at most 250 characters.");
const TEXT_LENGTH_MAX = 8_000;
export const textSchema = z.string().max(TEXT_LENGTH_MAX, `A value has at most ${TEXT_LENGTH_MAX} characters.`);
export const pairsSchema = z.array(z.object({ key: keySchema, value: textSchema.default("") }));
/** A whole number within bounds. Protobuf's 64-bit numbers come as text, and so does all of a query. */
export const wholeSchema = (bounds: z.ZodNumber) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^[+-]?\d{1,20}$/.test(value.trim()) ? Number(value) : value),
    bounds,
  );

export function objectOfPairs(
  pairs: readonly { readonly key: string; readonly value: string }[],
): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
