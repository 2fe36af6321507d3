import { signedInActor } from "../../domain/access/signedInActor.ts";
import { createRegisteredModel } from "../../domain/registeredModel/createRegisteredModel.ts";
import { moveModelAlias } from "../../domain/registeredModel/moveModelAlias.ts";
import { updateRegisteredModel } from "../../domain/registeredModel/updateRegisteredModel.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { RegisteredModel } from "./registeredModelType.ts";

const CreateRegisteredModelInput = builder.inputType("CreateRegisteredModelInput", {
  fields: (t) => ({
    projectId: t.globalID({ description: "The first project the viewer may edit when absent." }),
    name: t.string({ required: true }),
    description: t.string(),
  }),
});

const UpdateRegisteredModelInput = builder.inputType("UpdateRegisteredModelInput", {
  description: "What is absent stays as it is.",
  fields: (t) => ({
    id: t.globalID({ required: true, for: RegisteredModel }),
    name: t.string(),
    description: t.string(),
    archived: t.boolean(),
  }),
});

const MoveModelAliasInput = builder.inputType("MoveModelAliasInput", {
  fields: (t) => ({
    modelId: t.globalID({ required: true, for: RegisteredModel }),
    alias: t.string({ required: true }),
    version: t.int({ description: "The version's number; absent: the alias goes." }),
    expectedVersion: t.int({
      description:
        "Where the alias pointed when the mover looked, 0 for nowhere: a move that somebody else came before is a ConflictError. Absent: it is moved from wherever it is.",
    }),
  }),
});

builder.mutationFields((t) => ({
  createRegisteredModel: t.prismaField({
    type: RegisteredModel,
    description: "A name for versions to come; registerModelVersion makes one too where there is none.",
    errors: {},
    args: { input: t.arg({ type: CreateRegisteredModelInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const { id } = await createRegisteredModel(context, signedInActor(context), {
        ...input,
        projectId: input.projectId?.id,
      });
      return context.prisma.registeredModel.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  updateRegisteredModel: t.prismaField({
    type: RegisteredModel,
    errors: {},
    args: { input: t.arg({ type: UpdateRegisteredModelInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await updateRegisteredModel(context, signedInActor(context), { ...input, id: input.id.id });
      return context.prisma.registeredModel.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
  moveModelAlias: t.prismaField({
    type: RegisteredModel,
    description: "Points an alias at a version, or removes it; the move is kept in the model's aliasMoves.",
    errors: {},
    args: { input: t.arg({ type: MoveModelAliasInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const modelId = input.modelId.id;
      await moveModelAlias(context, signedInActor(context), { ...input, modelId });
      return context.prisma.registeredModel.findUniqueOrThrow({ ...atLeastId(query), where: { id: modelId } });
    },
  }),
}));
