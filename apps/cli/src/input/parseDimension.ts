import { usageError } from "../errors/CliError.ts";
import { parseValue } from "./parseAssignments.ts";

/** What a sweep varies, as the server takes it. */
export interface DimensionInput {
  readonly setting: string;
  readonly values?: readonly unknown[];
  readonly min?: number;
  readonly max?: number;
  readonly scale?: "LOG";
  readonly whole?: true;
  readonly step?: number;
}

const EXPECTED =
  "expected values (batchSize=1,2,4), a JSON list, or a range with log, whole or step behind it (learningRate=1e-4..1e-1,log)";

/**
 * `KEY=1,2,4`, `KEY=[[1,1],[0.8,1.25]]`, `KEY=0.8..0.99`, `KEY=0..1,step=0.25`, `KEY=1e-4..1e-1,log`, `KEY=1..64,whole`. Values are JSON where they read
 * as JSON, else text.
 */
export function parseDimension(text: string): DimensionInput {
  const equals = text.indexOf("=");
  const setting = text.slice(0, Math.max(0, equals)).trim();
  const what = text.slice(equals + 1).trim();
  if (setting === "" || what === "") throw usageError(`--vary ${text} varies nothing; ${EXPECTED}.`);
  const list = what.startsWith("[") ? parseValue(what) : null;
  if (Array.isArray(list)) return { setting, values: list };
  const [first = "", ...rest] = what.split(",").map((part) => part.trim());
  const range = /^(\S+?)\.\.(\S+)$/.exec(first);
  if (!range) return { setting, values: [first, ...rest].map(parseValue) };
  const [min, max] = [Number(range[1]), Number(range[2])];
  if (Number.isNaN(min) || Number.isNaN(max)) throw usageError(`--vary ${text} is no range of numbers; ${EXPECTED}.`);
  return Object.assign({ setting, min, max }, ...rest.map((word) => parseWord(word, text))) as DimensionInput;
}

function parseWord(word: string, text: string): Partial<DimensionInput> {
  if (word === "log") return { scale: "LOG" };
  if (word === "whole") return { whole: true };
  const step = /^step=(.+)$/.exec(word);
  if (step && !Number.isNaN(Number(step[1]))) return { step: Number(step[1]) };
  throw usageError(`--vary ${text}: ${JSON.stringify(word)} says nothing of a range; ${EXPECTED}.`);
}
