import { builder } from "../builder/builder.ts";

export const SavedViewPage = builder.enumType("SavedViewPage", {
  description: "RUNS: the table of runs. COMPARE: a comparison, its runs included.",
  values: ["RUNS", "COMPARE"] as const,
});

export const SavedView = builder.prismaNode("SavedView", {
  id: { field: "id" },
  description: "What a page showed, under a name of the viewer's own.",
  authScopes: (view, context) => view.userId === context.actor?.userId,
  findUnique: (id, context) => ({ id, userId: context.actor?.userId ?? "" }),
  fields: (t) => ({
    page: t.field({ type: SavedViewPage, resolve: (view) => view.page as "RUNS" | "COMPARE" }),
    name: t.exposeString("name"),
    query: t.exposeString("query", { description: "The parameters of the page's address." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
  }),
});
