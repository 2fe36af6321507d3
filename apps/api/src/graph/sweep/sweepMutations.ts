import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { createSweep } from "../../domain/sweep/createSweep.ts";
import { deleteSweep, endSweep, setSweepPaused } from "../../domain/sweep/sweepUpkeep.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { LaunchRunInput, launchIdsOf } from "../run/runMutations.ts";
import { RungUnit, SweepGoal, SweepMethod, SweepScale } from "./sweepEnums.ts";
import { Sweep } from "./sweepType.ts";

const SweepDimensionInput = builder.inputType("SweepDimensionInput", {
  description: "A setting and what it may be: a list of values, or a range.",
  fields: (t) => ({
    setting: t.string({ required: true }),
    values: t.field({ type: ["JSON"], required: { list: false, items: false } }),
    min: t.float(),
    max: t.float(),
    scale: t.field({ type: SweepScale, description: "LINEAR when absent." }),
    whole: t.boolean({ description: "Whole numbers only." }),
    step: t.float({ description: "Distance between neighbouring values, from `min`." }),
  }),
});

const HalvingInput = builder.inputType("HalvingInput", {
  description:
    "Of ASHA: runs are compared after minResource, minResource * reductionFactor, … and go on when they are among the best 1 / reductionFactor.",
  fields: (t) => ({
    unit: t.field({ type: RungUnit, description: "EPOCHS when absent." }),
    minResource: t.int({ description: "1 when absent." }),
    reductionFactor: t.int({ description: "4 when absent." }),
  }),
});

const CreateSweepInput = builder.inputType("CreateSweepInput", {
  description: "launch is what all runs have in common; its name is not used, its group in place of one a point.",
  fields: (t) => ({
    launch: t.field({ type: LaunchRunInput, required: true }),
    name: t.string(),
    notes: t.string(),
    method: t.field({ type: SweepMethod, required: true }),
    dimensions: t.field({ type: [SweepDimensionInput], required: true }),
    seeds: t.intList({ description: "Each point is trained once with each of these." }),
    seedCount: t.int({ description: "In place of seeds: so many, from the launch's seed on." }),
    seed: t.int({
      description: "What random points are drawn with; 0 when absent. The same seed draws the same points.",
    }),
    maxRuns: t.int({ description: "Most runs; needed where points are drawn at random." }),
    atOnce: t.int({ description: "Most runs that train at the same time." }),
    metric: t.string({ description: "What runs are judged by; val/segm/AP when absent." }),
    goal: t.field({ type: SweepGoal, description: "MAXIMIZE when absent." }),
    halving: t.field({ type: HalvingInput }),
  }),
});

const SweepInput = builder.inputType("SweepInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Sweep }) }),
});

const SetSweepPausedInput = builder.inputType("SetSweepPausedInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Sweep }), paused: t.boolean({ required: true }) }),
});

builder.mutationFields((t) => ({
  createSweep: t.prismaField({
    type: "Sweep",
    description:
      "Puts all runs of a sweep into the queue, or none: on a snapshot of the dataset as it is now or on one there is.",
    errors: {},
    args: { input: t.arg({ type: CreateSweepInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { launch, dimensions, ...rest } = input;
      const id = await createSweep(context, signedInActor(context), {
        ...rest,
        launch: {
          ...launch,
          ...launchIdsOf(launch),
        },
        // What is null was not said.
        dimensions: dimensions.map((dimension) =>
          Object.fromEntries(Object.entries(dimension).filter(([, value]) => value !== null)),
        ),
      });
      return context.prisma.sweep.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  setSweepPaused: t.prismaField({
    type: "Sweep",
    description: "While paused, none of its runs is claimed; those that train go on.",
    errors: {},
    args: { input: t.arg({ type: SetSweepPausedInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const sweepId = input.id.id;
      await setSweepPaused(context, signedInActor(context), { sweepId, paused: input.paused });
      return context.prisma.sweep.findUniqueOrThrow({ ...atLeastId(query), where: { id: sweepId } });
    },
  }),
  stopSweep: t.prismaField({
    type: "Sweep",
    description: "Cancels its runs that wait, and those that train once their trainers saved a checkpoint.",
    errors: {},
    args: { input: t.arg({ type: SweepInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await endSweep(context, signedInActor(context), input.id.id);
      return context.prisma.sweep.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  deleteSweep: t.id({
    description: "Its runs stay. Refused while some of these have not ended. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: SweepInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteSweep(context, signedInActor(context), input.id.id);
      return encodeGlobalId("Sweep", input.id.id);
    },
  }),
}));
