import { aliveTrainers, recentTrainers } from "@maskyard/store";
import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";

const Trainer = builder.prismaNode("Trainer", {
  id: { field: "id" },
  description: "A process that claims and trains runs; it serves every project of the server.",
  authScopes: { signedIn: true },
  fields: (t) => ({
    name: t.exposeString("name"),
    host: t.exposeString("host"),
    device: t.exposeString("device"),
    engineVersion: t.exposeString("engineVersion"),
    version: t.exposeString("version"),
    labels: t.exposeStringList("labels", { description: "What runs can ask for." }),
    memoryMib: t.exposeInt("memoryMib", { description: "Shared out among the runs that say how much they need." }),
    slots: t.exposeInt("slots", { description: "Runs it carries at once." }),
    startedAt: t.expose("startedAt", { type: "DateTime" }),
    lastSeenAt: t.expose("lastSeenAt", { type: "DateTime" }),
    configurationVersion: t.exposeInt("configurationVersion", {
      description: "Runs whose configuration is of a later version wait for another trainer.",
    }),
    alive: t.loadable({
      type: "Boolean",
      description: "It has been heard of within half a minute.",
      nullable: false,
      load: async (ids: string[], context) => {
        const alive = await aliveTrainers(context.pool, ids);
        return ids.map((id) => alive.has(id));
      },
      resolve: (trainer) => trainer.id,
    }),
    currentRuns: t.field({
      type: ["Run"],
      description: "What it trains now, of the viewer's projects.",
      select: (_args, context, nestedSelection) => ({
        jobs: {
          where: { status: "RUNNING", run: { project: memberOf(context.actor) } },
          orderBy: { id: "asc" },
          select: { run: nestedSelection(true) },
        },
      }),
      resolve: ({ jobs }) => jobs.flatMap(({ run }) => run ?? []),
    }),
  }),
});

builder.prismaObjectField("Run", "trainer", (t) =>
  t.field({
    type: Trainer,
    nullable: true,
    select: (_args, _context, nestedSelection) => ({ job: { select: { trainer: nestedSelection(true) } } }),
    resolve: ({ job }) => job?.trainer ?? null,
  }),
);

builder.queryField("trainers", (t) =>
  t.prismaField({
    type: ["Trainer"],
    description: "Newest first; those that ended more than a day ago are left out.",
    resolve: async (query, _root, _args, context) =>
      context.prisma.trainer.findMany({
        ...query,
        where: { id: { in: await recentTrainers(context.pool) } },
        orderBy: { id: "desc" },
      }),
  }),
);
