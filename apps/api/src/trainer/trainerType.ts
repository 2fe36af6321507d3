import { TRAINER_SILENCE_SECONDS } from "@maskyard/store";
import { memberOf } from "../access/memberOf.ts";
import { builder } from "../graph/builder.ts";

builder.prismaNode("Trainer", {
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
    alive: t.boolean({
      resolve: (trainer) =>
        trainer.stoppedAt === null && Date.now() - trainer.lastSeenAt.getTime() < TRAINER_SILENCE_SECONDS * 1000,
    }),
    currentRuns: t.relation("runs", {
      description: "What it trains now, of the viewer's projects.",
      query: (_args, context) => ({
        where: { status: "RUNNING", project: memberOf(context.actor) },
        orderBy: { id: "asc" },
      }),
    }),
  }),
});

builder.queryField("trainers", (t) =>
  t.prismaField({
    type: ["Trainer"],
    description: "Newest first; those that ended more than a day ago are left out.",
    resolve: (query, _root, _args, context) =>
      context.prisma.trainer.findMany({
        ...query,
        where: { lastSeenAt: { gt: new Date(Date.now() - 24 * 3600 * 1000) } },
        orderBy: { id: "desc" },
        take: 100,
      }),
  }),
);
