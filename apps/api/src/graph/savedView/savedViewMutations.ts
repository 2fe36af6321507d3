import { signedInActor } from "../../domain/access/signedInActor.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { deleteSavedView } from "../../domain/savedView/deleteSavedView.ts";
import { saveView } from "../../domain/savedView/saveView.ts";
import { builder } from "../builder/builder.ts";
import { SavedView, SavedViewPage } from "./savedViewType.ts";

const SaveViewInput = builder.inputType("SaveViewInput", {
  fields: (t) => ({
    page: t.field({ type: SavedViewPage, required: true }),
    name: t.string({ required: true, description: "A view of that name is replaced." }),
    query: t.string({ required: true, description: "The parameters of the page's address." }),
  }),
});

const DeleteSavedViewInput = builder.inputType("DeleteSavedViewInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: SavedView }) }),
});

builder.mutationFields((t) => ({
  saveView: t.prismaField({
    type: SavedView,
    errors: {},
    args: { input: t.arg({ type: SaveViewInput, required: true }) },
    resolve: (_query, _root, { input }, context) => saveView(context, signedInActor(context), input),
  }),
  deleteSavedView: t.field({
    type: "ID",
    errors: {},
    args: { input: t.arg({ type: DeleteSavedViewInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteSavedView(context, signedInActor(context), input.id.id);
      return encodeGlobalId("SavedView", input.id.id);
    },
  }),
}));
