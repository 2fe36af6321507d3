import { afterEach, expect, test, vi } from "vitest";
import { loadEngine } from "../engine/loadEngine.ts";
import { MaskRcnn } from "../maskRcnn.ts";
import { squares, tinyConfiguration } from "../testing/squares.ts";
import { createTrainStep } from "../training/trainStep.ts";
import { listenToStages, stage, stageNames } from "./stage.ts";

const { tf } = await loadEngine();
vi.setConfig({ testTimeout: 240_000 });
afterEach(() => listenToStages(null));

test("a listener hears a stage begin and end, also where it fails", () => {
  const heard: string[] = [];
  listenToStages((name) => {
    heard.push(`${name} begins`);
    return () => heard.push(`${name} ends`);
  });
  expect(stage("pyramid", () => 7)).toBe(7);
  const failing = () =>
    stage("backward", () => {
      throw new Error("out of memory");
    });
  expect(failing).toThrow("out of memory");
  expect(heard).toEqual(["pyramid begins", "pyramid ends", "backward begins", "backward ends"]);
  listenToStages(null);
  stage("pyramid", () => 7);
  expect(heard).toHaveLength(4);
});

test("a training step and a detection go through every stage, one at a time", () => {
  const heard = new Set<string>();
  let running: string | null = null;
  listenToStages((name) => {
    expect(running, `${name} begins`).toBeNull();
    running = name;
    heard.add(name);
    return () => {
      running = null;
    };
  });
  const model = MaskRcnn.create(tf, tinyConfiguration, 1);
  const { image, target } = squares({ x: 6, y: 8, sidePx: 20, label: 1 });
  const settings = {
    learningRate: 0.01,
    momentum: 0.9,
    weightDecay: 0,
    warmupSteps: 0,
    warmupFactor: 1,
    totalSteps: 1,
  };
  const trainStep = createTrainStep(tf, model, { ...settings, schedule: "constant", gradientClipNorm: null });
  trainStep.step([image], [target], { step: 0, seed: 1 });
  expect(model.detect([image], { scoreThreshold: 0 })[0]).not.toEqual([]);
  expect([...heard].sort()).toEqual([...stageNames].sort());
  trainStep.dispose();
  model.dispose();
});
