import { notify } from "@maskyard/store";
import { ProjectAccess } from "../../domain/access/projectAccess.ts";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";

const PinCheckpointInput = builder.inputType("PinCheckpointInput", {
  fields: (t) => ({ id: t.globalID({ required: true }), pinned: t.boolean({ required: true }) }),
});

builder.mutationField("pinCheckpoint", (t) =>
  t.prismaField({
    type: "Checkpoint",
    description: "A pinned checkpoint is kept, however many newer ones there are.",
    errors: {},
    args: { input: t.arg({ type: PinCheckpointInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = input.id.id;
      const checkpoint = await context.prisma.checkpoint.findUnique({
        where: { id },
        select: { runId: true, run: { select: { projectId: true } } },
      });
      const access = new ProjectAccess(context.prisma, signedInActor(context));
      await access.requireRole(checkpoint?.run.projectId, "EDITOR", "checkpoint");
      const changed = await context.prisma.checkpoint.update({
        ...atLeastId(query),
        where: { id },
        data: { pinned: input.pinned },
      });
      await notify(context.pool, "run_event", { runId: checkpoint?.runId ?? "", kind: "CHECKPOINT" });
      return changed;
    },
  }),
);
