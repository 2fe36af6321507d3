import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { deleteModelVersion } from "../../domain/registeredModel/deleteModelVersion.ts";
import { registerModelVersion } from "../../domain/registeredModel/registerModelVersion.ts";
import { updateModelVersion } from "../../domain/registeredModel/updateModelVersion.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { ModelVersion } from "./modelVersionType.ts";

const RegisterModelVersionInput = builder.inputType("RegisterModelVersionInput", {
  description: "Either checkpointId, or runId and artifactPath.",
  fields: (t) => ({
    checkpointId: t.globalID({ for: "Checkpoint", description: "The weights of a run that trained here." }),
    runId: t.globalID({ for: "Run", description: "With artifactPath: what a program logged beside its run." }),
    artifactPath: t.string({ description: "A file or folder of the run's artifacts, as it is now." }),
    name: t.string({ required: true, description: "The model's, in the run's project; made where there is none." }),
    aliases: t.stringList({ description: "These point at the new version from then on." }),
    notes: t.string(),
    tags: t.stringList(),
  }),
});

const UpdateModelVersionInput = builder.inputType("UpdateModelVersionInput", {
  description: "What is absent stays as it is.",
  fields: (t) => ({
    id: t.globalID({ required: true, for: ModelVersion }),
    notes: t.string(),
    tags: t.stringList({ description: "In place of those there are." }),
    addTags: t.stringList(),
    removeTags: t.stringList(),
    archived: t.boolean({ description: "Refused while an alias points at it." }),
  }),
});

const DeleteModelVersionInput = builder.inputType("DeleteModelVersionInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: ModelVersion }) }),
});

builder.mutationFields((t) => ({
  registerModelVersion: t.prismaField({
    type: ModelVersion,
    description:
      "Makes a checkpoint, or artifacts of a run, the next version of a model. It is kept from then on, and its run cannot be deleted.",
    errors: {},
    args: { input: t.arg({ type: RegisterModelVersionInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await registerModelVersion(context, signedInActor(context), {
        ...input,
        checkpointId: input.checkpointId?.id,
        runId: input.runId?.id,
      });
      return context.prisma.modelVersion.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  updateModelVersion: t.prismaField({
    type: ModelVersion,
    errors: {},
    args: { input: t.arg({ type: UpdateModelVersionInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await updateModelVersion(context, signedInActor(context), { ...input, id: input.id.id });
      return context.prisma.modelVersion.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  deleteModelVersion: t.field({
    type: "ID",
    description: "For owners; refused while an alias points at it. Its number is not given again. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteModelVersionInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteModelVersion(context, signedInActor(context), input.id.id);
      return encodeGlobalId("ModelVersion", input.id.id);
    },
  }),
}));
