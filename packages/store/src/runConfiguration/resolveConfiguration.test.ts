import { expect, it } from "vitest";
import type { ConfigurationError } from "./ConfigurationError.ts";
import { presets } from "./presets.ts";
import { resolveConfiguration } from "./resolveConfiguration.ts";
import { CONFIGURATION_KEYS, runConfigurationSchema } from "./runConfigurationSchema.ts";
import { settingDescriptions } from "./settingDescriptions.ts";

it("has presets that keep their own rules", () => {
  for (const preset of presets)
    expect(runConfigurationSchema.parse(preset.configuration)).toEqual(preset.configuration);
  const originals = presets.filter((preset) => preset.name === "original");
  expect(originals.map(({ recipe }) => recipe)).toEqual(["MININET", "TRANSFER"]);
  for (const { configuration } of originals) {
    expect(configuration).toMatchObject({ learningRate: 1e-5, momentum: 0.9, weightDecay: 5e-4, epochs: 10 });
  }
});

it("reads a configuration that was stored before a key was added", () => {
  // Every key of the first release, and none of those that came later.
  const later = Object.entries(runConfigurationSchema.shape).filter(
    ([, schema]) => schema.safeParse(undefined).success,
  );
  // What came later has the value there that runs had before it could be set.
  const { configuration } = presets.find(({ name }) => name === "scratch") as (typeof presets)[number];
  const stored = Object.fromEntries(
    Object.entries(configuration).filter(([key]) => !later.some(([name]) => name === key)),
  );
  expect(Object.keys(stored)).toHaveLength(31);
  expect(runConfigurationSchema.parse(stored)).toEqual(configuration);
});

it("overrides single keys of the preset", () => {
  const { preset, configuration } = resolveConfiguration("MININET", "demo", { epochs: 3, maxSteps: 20 });
  expect(preset).toBe("demo");
  expect(configuration).toEqual({
    ...presets.find(({ name }) => name === "demo")?.configuration,
    epochs: 3,
    maxSteps: 20,
  });
  expect(resolveConfiguration("MININET", null).preset).toBe("scratch");
  expect(resolveConfiguration("TRANSFER", null)).toMatchObject({
    preset: "transfer",
    configuration: { norm: "frozen", trainableLayers: 3, maskPredictorWidth: 64 },
  });
});

const messages: [
  recipe: "MININET" | "TRANSFER",
  preset: string,
  overrides: Record<string, unknown>,
  message: string,
][] = [
  ["MININET", "demo", { epochs: "ten" }, 'epochs is "ten"; expected a number.'],
  ["MININET", "demo", { epochs: 1.5 }, "epochs is 1.5; expected a whole number."],
  ["MININET", "demo", { epochs: 0 }, "epochs is 0; expected at least 1."],
  ["MININET", "demo", { learningRate: 0 }, "learningRate is 0; expected more than 0."],
  ["MININET", "demo", { momentum: 1 }, "momentum is 1; expected less than 1."],
  ["MININET", "demo", { keepLastCheckpoints: 0 }, "keepLastCheckpoints is 0; expected at least 1."],
  ["MININET", "demo", { checkpointGoal: "least" }, 'checkpointGoal is "least"; expected one of "max", "min".'],
  ["MININET", "demo", { schedule: "linear" }, 'schedule is "linear"; expected one of "constant", "cosine", "step".'],
  ["MININET", "demo", { anchorSizesPx: [1, 2] }, "anchorSizesPx is [1,2]; expected at least 5 items."],
  [
    "MININET",
    "demo",
    { anchorSizesPx: [1, 2, "x", 4, 5] },
    'anchorSizesPx is [1,2,"x",4,5]; expected for item 2 a number.',
  ],
  ["MININET", "demo", { maxSizePx: 100 }, "maxSizePx is 100; it must not be smaller than minSizePx."],
  ["MININET", "demo", { scaleJitter: [1.2, 0.8] }, "scaleJitter is [1.2,0.8]; it must give the smaller factor first."],
  ["MININET", "demo", { scaleJitter: [0.5] }, "scaleJitter is [0.5]; expected at least 2 items."],
  ["MININET", "demo", { scaleJitter: [0.5, 11] }, "scaleJitter is [0.5,11]; expected for item 1 at most 10."],
  ["MININET", "demo", { nesterov: true }, "nesterov is true; it needs the optimizer sgd and a momentum above 0."],
  ["MININET", "scratch", { emaDecay: 1 }, "emaDecay is 1; expected less than 1."],
  ["MININET", "scratch", { nesterov: "yes" }, 'nesterov is "yes"; expected a boolean.'],
  ["MININET", "scratch", { accumulationSteps: 0 }, "accumulationSteps is 0; expected at least 1."],
  [
    "MININET",
    "demo",
    { trainingMinSizesPx: [240, 400] },
    "trainingMinSizesPx is [240,400]; it must not hold more than maxSizePx.",
  ],
  ["MININET", "demo", { cropSizePx: 10 }, "cropSizePx is 10; expected at least 64."],
  ["MININET", "demo", { hueJitter: 0.7 }, "hueJitter is 0.7; expected at most 0.5."],
  ["MININET", "demo", { frozenParameters: "rpn." }, 'frozenParameters is "rpn."; expected an array.'],
  [
    "MININET",
    "demo",
    { frozenParameters: [" "] },
    'frozenParameters is [" "]; expected for item 0 at least 1 characters.',
  ],
  ["MININET", "demo", { learning_rate: 1 }, 'There is no setting "learning_rate"; did you mean learningRate?'],
  ["MININET", "demo", { epoch: 1 }, 'There is no setting "epoch"; did you mean epochs?'],
  ["MININET", "dmeo", {}, 'The recipe mininet has no preset "dmeo"; expected one of demo, scratch, original.'],
  ["TRANSFER", "demo", {}, 'The recipe transfer has no preset "demo"; expected one of transfer, original.'],
];

it.each(messages)("%s %s %o: %s", (recipe, preset, overrides, message) => {
  expect(() => resolveConfiguration(recipe, preset, overrides)).toThrow(new Error(message).message);
  try {
    resolveConfiguration(recipe, preset, overrides);
  } catch (error) {
    expect((error as Error).message).toBe(message);
  }
});

it("says all that is wrong, once for each setting", () => {
  const overrides = { epochs: 0, learningRate: "high", epoch: 1, batchSize: 0.5, momentum: 0.5 };
  try {
    resolveConfiguration("MININET", "demo", overrides);
    expect.unreachable();
  } catch (error) {
    expect((error as ConfigurationError).problems).toEqual([
      { field: "epoch", message: 'There is no setting "epoch"; did you mean epochs?' },
      { field: "epochs", message: "epochs is 0; expected at least 1." },
      { field: "batchSize", message: "batchSize is 0.5; expected a whole number." },
      { field: "learningRate", message: 'learningRate is "high"; expected a number.' },
    ]);
  }
});

it("tells of every setting what it does, in one sentence", () => {
  expect(Object.keys(settingDescriptions).sort()).toEqual([...CONFIGURATION_KEYS].sort());
  for (const { sentence } of Object.values(settingDescriptions)) expect(sentence).toMatch(/^[A-Za-z][^\n]{20,}[^.]\.$/);
});
