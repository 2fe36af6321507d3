import { type LossName, lossNames, NonFiniteLossError } from "@maskyard/model";
import { expect, test } from "vitest";
import { UserError } from "../failure/userError.ts";
import { explainStepFailure } from "./explainStepFailure.ts";

const batch = {
  step: 7,
  imageNames: ["a.jpg", "b.jpg"],
  images: [
    { widthPx: 640, heightPx: 480 },
    { widthPx: 4000, heightPx: 3000 },
  ],
};
const configuration = { minSizePx: 800, maxSizePx: 1333, batchSize: 2, roiBatchSizePerImage: 512 };
const losses = (mask: number) =>
  Object.fromEntries(lossNames.map((name) => [name, name === "loss_mask" ? mask : 0.5])) as Record<LossName, number>;
const explain = (error: unknown, changed: Partial<typeof configuration> = {}, given = batch) =>
  explainStepFailure(error, given, { ...configuration, ...changed });

test("a loss that is no number names step, losses and images, and those of them it comes from", () => {
  const error = new NonFiniteLossError(6, ["loss_mask"], losses(Number.NaN), [losses(0.7), losses(Number.NaN)]);
  const explained = explain(error);
  expect(explained).toBeInstanceOf(UserError);
  expect((explained as UserError).message).toBe(
    "The loss is no longer a finite number at step 7 (loss/mask; images a.jpg, b.jpg; of these b.jpg): lower learningRate, lengthen warmupSteps or set gradientClipNorm.",
  );
  const all = new NonFiniteLossError(6, ["loss_mask"], losses(Number.NaN), [losses(Number.NaN), losses(Number.NaN)]);
  expect((explain(all) as UserError).message).toContain("(loss/mask; images a.jpg, b.jpg):");
});

test.each([
  "OOM when allocating tensor with shape[2,256,200,304] and type float on /job:localhost/replica:0/task:0/device:GPU:0",
  "RESOURCE_EXHAUSTED: failed to allocate memory",
  "std::bad_alloc",
])("out of memory names image sizes, batch, and what to lower: %s", (message) => {
  const explained = explain(new Error(message));
  expect(explained).toBeInstanceOf(UserError);
  expect((explained as UserError).message).toBe(
    "Memory ran out at step 7 with 2 images of up to 4000 x 3000 px (a.jpg, b.jpg): lower batchSize (2; accumulationSteps makes up for it) or minSizePx and maxSizePx (800 and 1333) or roiBatchSizePerImage (512).",
  );
});

test("a batch of one cannot be lowered", () => {
  const one = { ...batch, imageNames: ["a.jpg"], images: batch.images.slice(0, 1) };
  expect((explain(new Error("OOM when allocating tensor"), { batchSize: 1 }, one) as UserError).message).toBe(
    "Memory ran out at step 7 with an image of up to 640 x 480 px (a.jpg): lower minSizePx and maxSizePx (800 and 1333) or roiBatchSizePerImage (512).",
  );
});

test("anything else comes back as it is", () => {
  const error = new TypeError("x is undefined");
  expect(explain(error)).toBe(error);
});
