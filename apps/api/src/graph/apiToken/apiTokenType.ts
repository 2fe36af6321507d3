import { builder } from "../builder/builder.ts";

export const ApiToken = builder.prismaNode("ApiToken", {
  id: { field: "id" },
  description:
    "A credential for scripts, as `Authorization: Bearer …`. The token itself is shown once, when it is made.",
  authScopes: (token, context) => token.userId === context.actor?.userId,
  findUnique: (id, context) => ({ id, userId: context.actor?.userId ?? "", revokedAt: null }),
  fields: (t) => ({
    name: t.exposeString("name"),
    prefix: t.exposeString("prefix", { description: "The token's first characters, to recognise it by." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    expiresAt: t.expose("expiresAt", { type: "DateTime", nullable: true }),
    lastUsedAt: t.expose("lastUsedAt", { type: "DateTime", nullable: true }),
  }),
});
