import { signedInActor } from "../../domain/access/signedInActor.ts";
import { createDataset } from "../../domain/dataset/createDataset.ts";
import { type DatasetDeletion, deleteDataset } from "../../domain/dataset/deleteDataset.ts";
import { updateDataset } from "../../domain/dataset/updateDataset.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";
import { Dataset } from "./datasetType.ts";

const CreateDatasetInput = builder.inputType("CreateDatasetInput", {
  fields: (t) => ({
    projectId: t.globalID({ description: "The first project the viewer may edit when absent." }),
    name: t.string({ required: true }),
    description: t.string(),
  }),
});

const UpdateDatasetInput = builder.inputType("UpdateDatasetInput", {
  description: "What is absent stays as it is.",
  fields: (t) => ({
    id: t.globalID({ required: true, for: Dataset }),
    name: t.string(),
    description: t.string(),
  }),
});

const DeleteDatasetInput = builder.inputType("DeleteDatasetInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Dataset }) }),
});

const DatasetDeletionType = builder.objectRef<DatasetDeletion>("DatasetDeletion").implement({
  fields: (t) => ({
    id: t.id({ resolve: ({ datasetId }) => encodeGlobalId("Dataset", datasetId) }),
    bytesFreed: t.exposeFloat("bytesFreed", { description: "Of files that nothing uses any more." }),
  }),
});

builder.mutationFields((t) => ({
  createDataset: t.prismaField({
    type: "Dataset",
    errors: {},
    args: { input: t.arg({ type: CreateDatasetInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createDataset(context, signedInActor(context), { ...input, projectId: input.projectId?.id }),
  }),
  updateDataset: t.prismaField({
    type: "Dataset",
    description: "Renames it or describes it anew; for editors.",
    errors: {},
    args: { input: t.arg({ type: UpdateDatasetInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      updateDataset(context, signedInActor(context), { ...input, id: input.id.id }),
  }),
  deleteDataset: t.field({
    type: DatasetDeletionType,
    description:
      "With its images, annotations, runs and checkpoints; for owners. Files go where nothing else uses them.",
    errors: {},
    args: { input: t.arg({ type: DeleteDatasetInput, required: true }) },
    resolve: (_root, { input }, context) => deleteDataset(context, signedInActor(context), input.id.id),
  }),
}));
