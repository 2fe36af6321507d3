import { signedInActor } from "../access/signedInActor.ts";
import { builder } from "../graph/builder.ts";
import { encodeGlobalId } from "../graph/globalId.ts";
import { createDataset } from "./createDataset.ts";
import { Dataset } from "./datasetType.ts";
import { deleteDataset } from "./deleteDataset.ts";

const CreateDatasetInput = builder.inputType("CreateDatasetInput", {
  fields: (t) => ({
    projectId: t.globalID({ description: "The first project the viewer may edit when absent." }),
    name: t.string({ required: true }),
    description: t.string(),
  }),
});

const DeleteDatasetInput = builder.inputType("DeleteDatasetInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Dataset }) }),
});

builder.mutationFields((t) => ({
  createDataset: t.prismaField({
    type: "Dataset",
    errors: {},
    args: { input: t.arg({ type: CreateDatasetInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      createDataset(context, signedInActor(context), { ...input, projectId: input.projectId?.id }),
  }),
  deleteDataset: t.field({
    type: "ID",
    description: "With its images, annotations, runs and checkpoints; for owners. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteDatasetInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteDataset(context, signedInActor(context), input.id.id);
      return encodeGlobalId("Dataset", input.id.id);
    },
  }),
}));
