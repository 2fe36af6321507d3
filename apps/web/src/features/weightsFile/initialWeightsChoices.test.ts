import { expect, test } from "vitest";
import { initialWeightsChoices, initialWeightsOf } from "./initialWeightsChoices.ts";

const run = (number: number, recipe: "MININET" | "TRANSFER", checkpoints: { step: number; best: boolean }[]) => ({
  node: {
    id: `r${number}`,
    number,
    name: "a run",
    recipe,
    checkpoints: checkpoints.map((one) => ({ ...one, id: `c${number}-${one.step}` })),
  },
});

const version = (
  number: number,
  checkpointId: string | null,
  more: { aliases?: string[]; archived?: boolean } = {},
) => ({
  id: `v${number}`,
  number,
  aliases: more.aliases ?? [],
  archived: more.archived ?? false,
  checkpoint: checkpointId === null ? null : { id: checkpointId, run: { id: "r1", recipe: "MININET" as const } },
});

test("offers files, versions of models, and each fitting run's best checkpoint or else its newest", () => {
  const data = {
    weightsFiles: [{ id: "w1", name: "coco", bytes: null, trainerPath: "coco.pth" }],
    registeredModels: [
      {
        id: "m1",
        name: "cars",
        versions: [
          version(5, null),
          version(4, "c9-9", { archived: true }),
          version(3, "c5-10", { aliases: ["candidate", "production"] }),
          version(2, "c5-10"),
          version(1, "c8-7"),
        ],
      },
    ],
    runs: {
      edges: [
        run(5, "MININET", [{ step: 10, best: true }]),
        run(4, "TRANSFER", [{ step: 5, best: false }]),
        run(3, "MININET", []),
        run(2, "MININET", [
          { step: 10, best: false },
          { step: 20, best: false },
        ]),
        run(1, "MININET", [
          { step: 10, best: true },
          { step: 20, best: false },
        ]),
      ],
    },
  };
  expect(initialWeightsChoices(data, "MININET")).toEqual([
    { group: "Weights files", items: [{ value: "file:w1", label: "coco" }] },
    {
      group: "Registered models",
      items: [
        { value: "model:v3", label: "cars v3, candidate, production" },
        { value: "model:v2", label: "cars v2" },
        { value: "model:v1", label: "cars v1" },
      ],
    },
    {
      group: "Checkpoints of runs",
      items: [
        { value: "checkpoint:c5-10", label: "#5 a run, step 10" },
        { value: "checkpoint:c2-20", label: "#2 a run, step 20" },
        { value: "checkpoint:c1-10", label: "#1 a run, step 10" },
      ],
    },
  ]);
});

test("a choice is one of the launch's three inputs", () => {
  expect(initialWeightsOf("file:w1")).toEqual({ initialWeightsFileId: "w1" });
  expect(initialWeightsOf("model:v1")).toEqual({ initialModelVersionId: "v1" });
  expect(initialWeightsOf("checkpoint:c:1")).toEqual({ initialCheckpointId: "c:1" });
  expect(initialWeightsOf(null)).toBeNull();
});
