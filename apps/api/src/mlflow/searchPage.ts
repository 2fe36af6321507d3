import { z } from "zod";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { wholeSchema } from "./endpoint.ts";

const RESULTS_MAX = 50_000;

const textList = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(z.string()).default([]),
);

/** What every search of MLflow's takes. */
export const pageSchema = z.object({
  filter: z.string().default(""),
  max_results: wholeSchema
    .min(1, "max_results is at least 1.")
    .max(RESULTS_MAX, `max_results is at most ${RESULTS_MAX}.`)
    .default(1000),
  order_by: textList,
  page_token: z.string().default(""),
});

export const viewTypeSchema = z.enum(["ACTIVE_ONLY", "DELETED_ONLY", "ALL"]).default("ACTIVE_ONLY");

/** MLflow's clients hand tokens back as they got them. */
export function offsetOf(pageToken: string): number {
  if (pageToken === "") {
    return 0;
  }
  const offset = Number(Buffer.from(pageToken, "base64url").toString("utf8"));
  if (!Number.isInteger(offset) || offset < 0) {
    throw new InvalidInputError("This page_token is not one this server gave out.", "page_token");
  }
  return offset;
}

export function nextPageToken(offset: number, hasMore: boolean): { next_page_token?: string } {
  return hasMore ? { next_page_token: Buffer.from(String(offset), "utf8").toString("base64url") } : {};
}
