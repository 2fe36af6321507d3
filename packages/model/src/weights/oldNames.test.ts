/** Whole files of before torchvision 0.14, and of networks with batch norm, as their tensors' names tell them. */
import { expect, test, vi } from "vitest";
import { modelConfiguration } from "../configuration/modelConfiguration.ts";
import { loadEngine } from "../engine/loadEngine.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { sameNumbers } from "../testing/sameNumbers.ts";
import { exportWeights, importWeights } from "./modelWeights.ts";
import { readWeights } from "./readWeights.ts";
import { saveSafetensors } from "./safetensors.ts";

const { tf } = await loadEngine();
// Some seconds on two free cores; a busy machine may take its time.
vi.setConfig({ testTimeout: 240_000 });

function smallModel(seed: number, norm: "frozen" | "batch", normEps: number): MaskRcnn {
  const configuration = modelConfiguration("mininet", {
    numClasses: 3,
    transform: { minSizePx: 64 },
    backbone: { norm, normEps, pyramidChannels: 8 },
    roi: { headWidth: 8, maskHeadWidths: [8, 8], maskPredictorWidth: 4, scoreThreshold: 0 },
  });
  return MaskRcnn.create(tf, configuration, seed);
}

function oldName(name: string): string {
  return name
    .replace(/^rpn\.head\.conv\.0\.0\./, "rpn.head.conv.")
    .replace(/^(backbone\.fpn\.(?:inner|layer)_blocks\.\d)\.0\./, "$1.")
    .replace(/mask_head\.(\d)\.0\./, (_, place: string) => `mask_head.mask_fcn${Number(place) + 1}.`);
}

const image = {
  pixels: Uint8Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7919) % 256),
  heightPx: 64,
  widthPx: 64,
};

function scoresOf(model: MaskRcnn): number[] {
  return (model.detect([image])[0] ?? []).map(({ score }) => score);
}

test("a file rewritten to the old names fills the same model, and detects alike under the eps it was made with", () => {
  const source = smallModel(1, "frozen", 0);
  // Statistics beside which an eps of 1e-5 is not small.
  const variance = new Float32Array(64).fill(1e-5);
  source.setParameter("backbone.body.bn1.running_var", variance);
  const written = exportWeights(source);
  const rewritten = new Map(Array.from(written, ([name, array]) => [oldName(name), array]));
  expect([...rewritten.keys()].filter((name) => !written.has(name))).toHaveLength(2 + 16 + 4);
  const { arrays } = readWeights(saveSafetensors(rewritten, {}));
  const expected = scoresOf(source);
  expect(expected.length).toBeGreaterThan(0);
  for (const [normEps, alike] of [
    [0, true],
    [1e-5, false],
  ] as const) {
    const reader = smallModel(2, "frozen", normEps);
    importWeights(reader, arrays);
    const differing = [...exportWeights(reader)].filter(
      ([name, { values }]) => !sameNumbers(values, written.get(name)?.values),
    );
    expect(differing).toEqual([]);
    expect(JSON.stringify(scoresOf(reader)) === JSON.stringify(expected)).toBe(alike);
    reader.dispose();
  }
  source.dispose();
});

test("of a model with batch norm the file has torch's counters too, as integers, and is read back with or without them", () => {
  const source = smallModel(1, "batch", 1e-5);
  const { arrays } = readWeights(saveSafetensors(exportWeights(source), {}));
  const counters = [...arrays].filter(([name]) => name.endsWith(".num_batches_tracked"));
  // One for each of ResNet18's norms: the stem's, two in each of eight blocks, three projections'.
  expect(counters).toHaveLength(1 + 16 + 3);
  expect(counters[0]).toEqual([
    "backbone.body.bn1.num_batches_tracked",
    { shape: [], values: Float32Array.of(0), storedAs: "I64" },
  ]);
  const reader = smallModel(2, "batch", 1e-5);
  importWeights(reader, arrays);
  const name = "backbone.body.conv1.weight";
  expect(sameNumbers(exportWeights(reader).get(name)?.values, arrays.get(name)?.values)).toBe(true);
  importWeights(reader, new Map([...arrays].filter(([name]) => !name.endsWith(".num_batches_tracked"))));
  source.dispose();
  reader.dispose();
});
