import { z } from "zod";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { wholeSchema } from "./endpoint.ts";

const RESULTS_MAX = 50_000;
export const ORDERS_MAX = 20;
/** Further than this no search reaches. */
const OFFSET_MAX = 2 ** 31 - 1;

const textList = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(z.string()).max(ORDERS_MAX, `order_by names at most ${ORDERS_MAX} columns.`).default([]),
);

/** Longer than this no person or program writes one. */
export const filterSchema = z.string().max(16_000, "A filter has at most 16,000 characters.").default("");

/** What every search of MLflow's takes. */
export const pageSchema = z.object({
  filter: filterSchema,
  max_results: wholeSchema(
    z
      .number("max_results is a whole number.")
      .int("max_results is a whole number.")
      .min(1, "max_results is at least 1.")
      .max(RESULTS_MAX, `max_results is at most ${RESULTS_MAX}.`),
  ).default(1000),
  order_by: textList,
  page_token: z.string().default(""),
});

export const viewTypeSchema = z.enum(["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]).default("ACTIVE_ONLY");

/** MLflow's clients hand tokens back as they got them. */
export function offsetOf(pageToken: string): number {
  if (pageToken === "") {
    return 0;
  }
  const text = Buffer.from(pageToken, "base64url").toString("utf8");
  const offset = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(offset <= OFFSET_MAX)) {
    throw new InvalidInputError("This page_token is not one this server gave out.", "page_token");
  }
  return offset;
}

export function nextPageToken(offset: number, hasMore: boolean): { next_page_token?: string } {
  return hasMore ? { next_page_token: Buffer.from(String(offset), "utf8").toString("base64url") } : {};
}
