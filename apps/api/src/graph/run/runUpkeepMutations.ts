import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { cloneRun } from "../../domain/run/cloneRun.ts";
import { deleteRuns } from "../../domain/run/deleteRuns.ts";
import { retryRun } from "../../domain/run/retryRun.ts";
import { updateRuns } from "../../domain/run/updateRuns.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { Run } from "./runType.ts";

const RetryRunInput = builder.inputType("RetryRunInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Run }) }),
});

const CloneRunInput = builder.inputType("CloneRunInput", {
  description: "configuration changes single settings; what else is absent is as the run has it.",
  fields: (t) => ({
    id: t.globalID({ required: true, for: Run }),
    name: t.string(),
    group: t.string({ description: 'The group of the run when absent; "" for none.' }),
    configuration: t.field({ type: "JSON" }),
    priority: t.int(),
    requiredLabels: t.stringList(),
    requiredMemoryMib: t.int(),
  }),
});

const UpdateRunsInput = builder.inputType("UpdateRunsInput", {
  description: "What is absent stays as it is.",
  fields: (t) => ({
    ids: t.globalIDList({ required: true, for: Run }),
    name: t.string(),
    group: t.string({ description: '"" takes the runs out of theirs.' }),
    notes: t.string(),
    addTags: t.stringList(),
    removeTags: t.stringList(),
    priority: t.int(),
    archived: t.boolean(),
    favourite: t.boolean({ description: "For the viewer alone." }),
  }),
});

const DeleteRunsInput = builder.inputType("DeleteRunsInput", {
  fields: (t) => ({ ids: t.globalIDList({ required: true, for: Run }) }),
});

builder.mutationFields((t) => ({
  retryRun: t.prismaField({
    type: "Run",
    description: "Puts a failed or cancelled run back into the queue; it goes on from its newest checkpoint.",
    errors: {},
    args: { input: t.arg({ type: RetryRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await retryRun(context, signedInActor(context), input.id.id);
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  cloneRun: t.prismaField({
    type: "Run",
    description: "Queues a new run on the same snapshot with the same settings, those of `configuration` changed.",
    errors: {},
    args: { input: t.arg({ type: CloneRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await cloneRun(context, signedInActor(context), { ...input, id: input.id.id });
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  updateRuns: t.prismaField({
    type: ["Run"],
    description: "Names, groups, notes, tags, priority, archive and favourites, of all these runs or of none.",
    errors: {},
    args: { input: t.arg({ type: UpdateRunsInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const ids = input.ids.map(({ id }) => id);
      await updateRuns(context, signedInActor(context), { ...input, ids });
      return context.prisma.run.findMany({ ...atLeastId(query), where: { id: { in: ids } } });
    },
  }),
  deleteRuns: t.field({
    type: ["ID"],
    description: "With their series, logs, evaluations and checkpoints. The data are the ids.",
    errors: {},
    args: { input: t.arg({ type: DeleteRunsInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const ids = input.ids.map(({ id }) => id);
      await deleteRuns(context, signedInActor(context), ids);
      return ids.map((id) => encodeGlobalId("Run", id));
    },
  }),
}));
