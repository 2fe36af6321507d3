import { z } from "zod";

/** Values of one list; a combination of all lists may have at most so many points. */
const VALUES_MAX = 1_000;

const listSchema = z.strictObject({
  setting: z.string(),
  values: z
    .array(z.unknown())
    .min(1, "has no values")
    .max(VALUES_MAX, `has more than ${VALUES_MAX.toLocaleString("en")} values`)
    .refine((values) => new Set(values.map((value) => JSON.stringify(value))).size === values.length, {
      message: "names a value twice",
    }),
});

const rangeSchema = z
  .strictObject({
    setting: z.string(),
    min: z.number(),
    max: z.number(),
    /** Equally likely values, or equally likely orders of magnitude. */
    scale: z.enum(["linear", "log"]).default("linear"),
    /** Whole numbers only. */
    whole: z.boolean().default(false),
    /** Distance between neighbouring values, from `min`; null: any value, or with `whole` any whole one. */
    step: z.number().positive("needs a step above 0").nullable().default(null),
  })
  .refine(({ min, max }) => min < max, { message: "needs a least value below its greatest" })
  .refine(({ scale, min }) => scale === "linear" || min > 0, {
    message: "needs a least value above 0 on a logarithmic scale",
  })
  .refine(({ scale, step }) => scale === "linear" || step === null, {
    message: "cannot have a step on a logarithmic scale; give its values as a list",
  })
  .refine(({ whole, min, max, step }) => !whole || [min, max, step ?? 1].every(Number.isInteger), {
    message: "needs a range and a step of whole numbers",
  });

/** One setting that a sweep varies, and what it may be: a list of values, or a range. */
export const sweepDimensionSchema = z.union([listSchema, rangeSchema]);

export type SweepDimension = z.infer<typeof sweepDimensionSchema>;
export type SweepRange = z.infer<typeof rangeSchema>;

export function isRange(dimension: SweepDimension): dimension is SweepRange {
  return "min" in dimension;
}

/** How many values a dimension can have; infinite for a range of any values. */
export function dimensionSize(dimension: SweepDimension): number {
  if (!isRange(dimension)) return dimension.values.length;
  const step = stepOf(dimension);
  // The sum of many steps of 0.1 may miss its end by the last bits.
  return step === null ? Number.POSITIVE_INFINITY : Math.floor((dimension.max - dimension.min) / step + 1e-9) + 1;
}

/** The value at an index below {@link dimensionSize}, of a dimension that is not infinite. */
export function dimensionValue(dimension: SweepDimension, index: number): unknown {
  if (!isRange(dimension)) return dimension.values[index];
  const step = stepOf(dimension);
  if (step === null)
    throw new Error(`dimensionValue: expected a finite dimension, got the range of ${dimension.setting}`);
  return withoutNoise(dimension.min + index * step);
}

/** The value that a draw in [0, 1) stands for. */
export function drawValue(dimension: SweepDimension, draw: number): unknown {
  if (!isRange(dimension)) return dimension.values[Math.floor(draw * dimension.values.length)];
  const { min, max, scale, whole } = dimension;
  if (scale === "linear") {
    const size = dimensionSize(dimension);
    return Number.isFinite(size) ? dimensionValue(dimension, Math.floor(draw * size)) : min + draw * (max - min);
  }
  // Whole numbers take what rounds to them, so that the ends are as likely as their neighbours (as Optuna draws them).
  const [low, high] = whole ? [min - 0.5, max + 0.5] : [min, max];
  const value = Math.exp(Math.log(low) + draw * (Math.log(high) - Math.log(low)));
  return Math.min(max, Math.max(min, whole ? Math.round(value) : value));
}

function stepOf({ step, whole }: SweepRange): number | null {
  return step ?? (whole ? 1 : null);
}

/** 0.1 + 2 * 0.1 is 0.3 for a person. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(12));
}
