import { signedInActor } from "../../domain/access/signedInActor.ts";
import { cancelImport } from "../../domain/import/cancelImport.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { Import } from "./importType.ts";

const CancelImportInput = builder.inputType("CancelImportInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: Import }) }),
});

builder.mutationFields((t) => ({
  cancelImport: t.prismaField({
    type: "Import",
    description: "Ends a running import at once; nothing of it is kept.",
    errors: {},
    args: { input: t.arg({ type: CancelImportInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      await cancelImport(context, signedInActor(context), input.id.id);
      return context.prisma.import.findUniqueOrThrow({ ...atLeastId(query), where: { id: input.id.id } });
    },
  }),
}));
