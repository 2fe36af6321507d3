import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { deleteWeightsFile } from "../../domain/weightsFile/deleteWeightsFile.ts";
import { registerWeightsFile } from "../../domain/weightsFile/registerWeightsFile.ts";
import { builder } from "../builder/builder.ts";
import { WeightsFile } from "./weightsFileType.ts";

const RegisterWeightsFileInput = builder.inputType("RegisterWeightsFileInput", {
  fields: (t) => ({
    projectId: t.globalID({ description: "The first project the viewer may edit when absent." }),
    name: t.string({ required: true }),
    trainerPath: t.string({
      required: true,
      description:
        'Path in the folder that the trainers read weights from, for example "coco/maskrcnn_resnet50_fpn.pth".',
    }),
  }),
});

const DeleteWeightsFileInput = builder.inputType("DeleteWeightsFileInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: WeightsFile }) }),
});

builder.mutationFields((t) => ({
  registerWeightsFile: t.prismaField({
    type: "WeightsFile",
    description: "Names a file that lies with the trainers. Files are uploaded by POST /files/weights.",
    errors: {},
    args: { input: t.arg({ type: RegisterWeightsFileInput, required: true }) },
    resolve: (_query, _root, { input }, context) =>
      registerWeightsFile(context, signedInActor(context), { ...input, projectId: input.projectId?.id }),
  }),
  deleteWeightsFile: t.field({
    type: "ID",
    description: "Refused while a run that waits or trains starts from it. The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteWeightsFileInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteWeightsFile(context, signedInActor(context), input.id.id);
      return encodeGlobalId("WeightsFile", input.id.id);
    },
  }),
}));
