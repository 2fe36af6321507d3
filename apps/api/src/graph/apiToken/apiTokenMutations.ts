import { signedInActor } from "../../domain/access/signedInActor.ts";
import { type CreatedApiToken as CreatedApiTokenShape, createApiToken } from "../../domain/apiToken/createApiToken.ts";
import { revokeApiToken } from "../../domain/apiToken/revokeApiToken.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";
import { ApiToken } from "./apiTokenType.ts";

const CreatedApiToken = builder.objectRef<CreatedApiTokenShape>("CreatedApiToken").implement({
  fields: (t) => ({
    token: t.exposeString("token", { description: "Shown this once; only its hash is kept." }),
    apiToken: t.prismaField({ type: ApiToken, resolve: (_query, created) => created.apiToken }),
  }),
});

const CreateApiTokenInput = builder.inputType("CreateApiTokenInput", {
  fields: (t) => ({ name: t.string({ required: true }), expiresAt: t.field({ type: "DateTime" }) }),
});

const RevokeApiTokenInput = builder.inputType("RevokeApiTokenInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: ApiToken }) }),
});

builder.mutationFields((t) => ({
  createApiToken: t.field({
    type: CreatedApiToken,
    errors: {},
    args: { input: t.arg({ type: CreateApiTokenInput, required: true }) },
    resolve: (_root, { input }, context) => createApiToken(context, signedInActor(context), input),
  }),
  revokeApiToken: t.field({
    type: "ID",
    errors: {},
    args: { input: t.arg({ type: RevokeApiTokenInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await revokeApiToken(context, signedInActor(context), input.id.id);
      return encodeGlobalId("ApiToken", input.id.id);
    },
  }),
}));
