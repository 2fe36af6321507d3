import { signedInActor } from "../../domain/access/signedInActor.ts";
import { setQueuePaused } from "../../domain/project/setQueuePaused.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";

const SetQueuePausedInput = builder.inputType("SetQueuePausedInput", {
  fields: (t) => ({ projectId: t.globalID({ required: true }), paused: t.boolean({ required: true }) }),
});

builder.mutationField("setQueuePaused", (t) =>
  t.prismaField({
    type: "Project",
    description: "While paused, no run of the project is claimed; those that train go on.",
    errors: {},
    args: { input: t.arg({ type: SetQueuePausedInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const projectId = input.projectId.id;
      await setQueuePaused(context, signedInActor(context), { projectId, paused: input.paused });
      return context.prisma.project.findUniqueOrThrow({ ...atLeastId(query), where: { id: projectId } });
    },
  }),
);
