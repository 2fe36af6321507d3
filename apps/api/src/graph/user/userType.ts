import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";
import { SavedViewPage } from "../savedView/savedViewType.ts";

export const User = builder.prismaNode("User", {
  id: { field: "id" },
  description: "A person who can sign in.",
  // Oneself and the people one shares a project with.
  authScopes: { signedIn: true },
  findUnique: (id, context) => ({
    id,
    OR: [{ id: context.actor?.userId ?? "" }, { memberships: { some: { project: memberOf(context.actor) } } }],
  }),
  fields: (t) => ({
    name: t.exposeString("name"),
    email: t.exposeString("email"),
    hasPassword: t.boolean({
      nullable: true,
      description: "Whether the viewer can sign in with a password; null for everybody else.",
      resolve: async (user, _args, context) =>
        user.id === context.actor?.userId
          ? (await context.prisma.account.count({
              where: { userId: user.id, providerId: "credential", password: { not: null } },
            })) > 0
          : null,
    }),
    apiTokens: t.relation("apiTokens", {
      description: "The viewer's own tokens in force, newest first; empty for everybody else.",
      query: (_args, context) => ({
        where: { revokedAt: null, userId: context.actor?.userId ?? "" },
        orderBy: { id: "desc" },
      }),
    }),
    savedViews: t.relation("savedViews", {
      description: "The viewer's own views of a page, by name; empty for everybody else.",
      args: { page: t.arg({ type: SavedViewPage, required: true }) },
      query: ({ page }, context) => ({
        where: { page, userId: context.actor?.userId ?? "" },
        orderBy: { name: "asc" },
      }),
    }),
  }),
});

builder.queryField("viewer", (t) =>
  t.prismaField({
    type: "User",
    nullable: true,
    description: "Who is signed in; null when nobody is.",
    skipTypeScopes: true,
    resolve: (query, _root, _args, context) =>
      context.actor === null ? null : context.prisma.user.findUnique({ ...query, where: { id: context.actor.userId } }),
  }),
);
