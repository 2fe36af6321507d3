import { signedInActor } from "../../domain/access/signedInActor.ts";
import { type CaptureGroups, setCaptureGroups } from "../../domain/image/setCaptureGroups.ts";
import { builder } from "../builder/builder.ts";

const SetCaptureGroupsInput = builder.inputType("SetCaptureGroupsInput", {
  fields: (t) => ({
    datasetId: t.globalID({ required: true, for: "Dataset" }),
    fileNamePattern: t.string({
      description: "Has {group} where the group's name stands; * is any text. Absent: all groups are taken away.",
    }),
  }),
});

const CaptureGroupsType = builder.objectRef<CaptureGroups>("CaptureGroups").implement({
  fields: (t) => ({
    groups: t.exposeInt("groups"),
    images: t.exposeInt("images", { description: "Images that are in a group now." }),
  }),
});

builder.mutationField("setCaptureGroups", (t) =>
  t.field({
    type: CaptureGroupsType,
    description:
      "Says which images were taken together (tiles of a photograph, frames of a film), by their file names.",
    errors: {},
    args: { input: t.arg({ type: SetCaptureGroupsInput, required: true }) },
    resolve: (_root, { input }, context) =>
      setCaptureGroups(context, signedInActor(context), { ...input, datasetId: input.datasetId.id }),
  }),
);
