import { signedInActor } from "../../domain/access/signedInActor.ts";
import { pinCheckpoint } from "../../domain/checkpoint/pinCheckpoint.ts";
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
      await pinCheckpoint(context, signedInActor(context), { id, pinned: input.pinned });
      return context.prisma.checkpoint.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
);
