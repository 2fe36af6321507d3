import type { Sweep as SweepRow } from "@maskyard/store/prisma";
import { memberOf } from "../../domain/access/memberOf.ts";
import { numberedIn, theOnly } from "../../domain/access/numberedIn.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import type { RunSort } from "../../domain/run/runColumns.ts";
import { type SweepFigures, sweepFigures } from "../../domain/sweep/sweepFigures.ts";
import { type SweepPointFigures, sweepPoints } from "../../domain/sweep/sweepPoints.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { pageOfRuns } from "../run/pageOfRuns.ts";
import { Recipe } from "../run/runEnums.ts";
import { RunConnection } from "../run/runType.ts";
import { RungUnit, SweepGoal, SweepMethod, SweepRunOrder, SweepStatus } from "./sweepEnums.ts";

const SweepCounts = builder.objectRef<SweepFigures>("SweepCounts").implement({
  description: "How far a sweep is.",
  fields: (t) => ({
    runs: t.exposeInt("runs"),
    queued: t.exposeInt("queued"),
    running: t.exposeInt("running"),
    succeeded: t.exposeInt("succeeded"),
    stoppedEarly: t.exposeInt("stoppedEarly", { description: "Of those succeeded, how many the sweep ended early." }),
    failed: t.exposeInt("failed"),
    cancelled: t.exposeInt("cancelled"),
    points: t.exposeInt("points"),
    pointsDone: t.exposeInt("pointsDone", { description: "Points of which every run has ended." }),
  }),
});

const SweepPoint = builder.objectRef<SweepPointFigures>("SweepPoint").implement({
  description:
    "A point of a sweep and what its runs, which differ in their seed, have of the sweep's metric: each counts with its best value so far.",
  fields: (t) => ({
    number: t.exposeInt("number", { description: "From 1." }),
    values: t.expose("values", { type: "JSON", description: "The varied settings." }),
    runIds: t.idList({ resolve: ({ runIds }) => runIds.map((id) => encodeGlobalId("Run", id)) }),
    runNumbers: t.intList({ description: "Of the runs, as runIds.", resolve: ({ runNumbers }) => runNumbers }),
    runValues: t.field({
      type: ["Float"],
      nullable: { list: false, items: true },
      description: "Each run's best value so far, as runIds.",
      resolve: ({ runValues }) => runValues,
    }),
    runsStopped: t.booleanList({
      description: "Whether the sweep ended the run early, as runIds.",
      resolve: ({ runsStopped }) => runsStopped,
    }),
    count: t.exposeInt("count", { description: "Runs that have a value." }),
    mean: t.exposeFloat("mean", { nullable: true }),
    deviation: t.exposeFloat("deviation", {
      nullable: true,
      description: "Sample standard deviation; null for fewer than two runs.",
    }),
    min: t.exposeFloat("min", { nullable: true }),
    max: t.exposeFloat("max", { nullable: true }),
  }),
});

export const Sweep = builder.prismaNode("Sweep", {
  id: { field: "id" },
  description: "Runs of one launch with some settings varied, all on one snapshot.",
  authScopes: (sweep) => ({ seesProject: sweep.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    number: t.exposeInt("number", { description: "Counts within the project, from 1." }),
    name: t.exposeString("name"),
    notes: t.exposeString("notes"),
    method: t.expose("method", { type: SweepMethod }),
    recipe: t.expose("recipe", { type: Recipe }),
    preset: t.exposeString("preset"),
    configuration: t.expose("configuration", { type: "JSON", description: "Of the settings that are not varied." }),
    dimensions: t.expose("dimensions", {
      type: "JSON",
      description: "What is varied: [{setting, values} | {setting, min, max, scale, whole, step}, …]",
    }),
    seeds: t.exposeIntList("seeds", { description: "Each point is trained once with each of these." }),
    seed: t.exposeInt("seed", { description: "What random points were drawn with." }),
    metric: t.exposeString("metric"),
    goal: t.expose("goal", { type: SweepGoal }),
    atOnce: t.exposeInt("atOnce", { nullable: true, description: "Runs that train at the same time at most." }),
    rungs: t.exposeIntList("rungs", {
      description: "Of ASHA: after so many epochs or steps a run is compared with those that came there before it.",
    }),
    rungUnit: t.expose("rungUnit", { type: RungUnit, nullable: true }),
    reductionFactor: t.exposeInt("reductionFactor", {
      nullable: true,
      description: "Of ASHA: one run in so many goes on from a rung.",
    }),
    status: t.field({
      type: SweepStatus,
      resolve: async (sweep, _args, context) => {
        if (sweep.stoppedAt !== null) {
          return "STOPPED";
        }
        const { queued, running } = await sweepFigures(context, sweep.id);
        if (queued + running === 0) {
          return "FINISHED";
        }
        return sweep.pausedAt === null ? "RUNNING" : "PAUSED";
      },
    }),
    counts: t.field({ type: SweepCounts, resolve: (sweep, _args, context) => sweepFigures(context, sweep.id) }),
    bestValue: t.float({
      nullable: true,
      description: "The best value of the metric that any run had so far.",
      resolve: async (sweep, _args, context) => (await sweepFigures(context, sweep.id)).bestValue,
    }),
    bestRun: t.field({
      type: "Run",
      nullable: true,
      resolve: async (sweep, _args, context) => {
        const { bestRunId } = await sweepFigures(context, sweep.id);
        return bestRunId === null ? null : context.prisma.run.findUnique({ where: { id: bestRunId } });
      },
    }),
    points: t.field({
      type: [SweepPoint],
      complexity: { field: 10, multiplier: 20 },
      resolve: (sweep, _args, context) => sweepPoints(context.pool, sweep.id),
    }),
    runs: t.connection(
      {
        type: "Run",
        complexity: costByPageSize,
        args: { order: t.arg({ type: SweepRunOrder, defaultValue: "PLANNED" }) },
        select: { id: true, metric: true, goal: true },
        resolve: (sweep, args, context, info) =>
          pageOfRuns({
            args,
            context,
            info,
            filter: { sweepId: sweep.id },
            ...(args.order === "BEST" ? { sort: bestFirst(sweep) } : { order: "OLDEST" }),
          }),
      },
      RunConnection,
    ),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    stoppedAt: t.expose("stoppedAt", { type: "DateTime", nullable: true }),
    url: t.string({
      description: "Path of the sweep's page on this server: its project's slug and its number.",
      select: { number: true, project: { select: { slug: true } } },
      resolve: ({ number, project }) => `/p/${encodeURIComponent(project.slug)}/sweeps/${number}`,
    }),
    dataset: t.relation("dataset"),
    snapshot: t.relation("snapshot"),
    createdBy: t.relation("createdBy", { nullable: true }),
    project: t.relation("project"),
  }),
});

builder.queryFields((t) => ({
  sweep: t.prismaField({
    type: "Sweep",
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: Sweep }) },
    resolve: (query, _root, { id }, context) =>
      context.prisma.sweep.findFirst({ ...query, where: { id: id.id, project: memberOf(context.actor) } }),
  }),
  sweepByNumber: t.prismaField({
    type: "Sweep",
    nullable: true,
    description:
      "The sweep of that number in the project of that slug. Without a project, the only sweep of that number that the viewer may see; null where several projects have one.",
    args: { project: t.arg.string(), number: t.arg.int({ required: true }) },
    resolve: async (query, _root, args, context) =>
      theOnly(await context.prisma.sweep.findMany({ ...query, where: numberedIn(context.actor, args), take: 2 })),
  }),
  sweeps: t.prismaConnection({
    type: "Sweep",
    cursor: "id",
    description: "Sweeps the viewer may see, newest first.",
    complexity: costByPageSize,
    args: {
      datasetId: t.arg.globalID({ for: "Dataset" }),
      search: t.arg.string({ description: "In name and notes." }),
    },
    totalCount: (_connection, { datasetId, search }, context) =>
      context.prisma.sweep.count({ where: sweepsWhere(context.actor, datasetId?.id, search) }),
    resolve: (query, _root, { datasetId, search }, context) =>
      context.prisma.sweep.findMany({
        ...query,
        where: sweepsWhere(context.actor, datasetId?.id, search),
        orderBy: { id: "desc" },
      }),
  }),
}));

/** Runs without a value come last. */
function bestFirst({ metric, goal }: Pick<SweepRow, "metric" | "goal">): RunSort {
  const ascending = goal === "MINIMIZE";
  return { column: { metric, figure: ascending ? "min" : "max" }, ascending };
}

function sweepsWhere(
  actor: Parameters<typeof memberOf>[0],
  datasetId: string | undefined,
  search: string | null | undefined,
) {
  const contains = { contains: search ?? "", mode: "insensitive" } as const;
  return {
    project: memberOf(actor),
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(search ? { OR: [{ name: contains }, { notes: contains }] } : {}),
  };
}
