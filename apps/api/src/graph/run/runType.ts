import { describeWait, readLog } from "@maskyard/store";
import { memberOf } from "../../domain/access/memberOf.ts";
import { numberedIn, theOnly } from "../../domain/access/numberedIn.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { idOf } from "../../domain/ids/globalId.ts";
import { seriesOfRun } from "../../domain/metricSeries/seriesOfRun.ts";
import { metricValuesOf } from "../../domain/run/metricValuesOf.ts";
import { settingOf } from "../../domain/runFilter/RunSql.ts";
import type { AllowedLeakage } from "../../domain/split/judgeLeakage.ts";
import { builder } from "../builder/builder.ts";
import { totalCountOf } from "../builder/CountedConnection.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { MetricSeries } from "../metricSeries/metricSeriesType.ts";
import { RunLog } from "./logType.ts";
import { metricsOfRun, RunMetric } from "./metricsOfRun.ts";
import { pageOfRuns } from "./pageOfRuns.ts";
import { RunSortInput, SeriesFigureType } from "./runColumnInput.ts";
import { Recipe, RunOrder, RunSource, RunStatus } from "./runEnums.ts";
import { runFilterArgs, runFilterOf } from "./runFilterArgs.ts";
import { RunResume, type RunResumeRecord } from "./runResumeType.ts";

const RunLeakage = builder.objectRef<AllowedLeakage>("RunLeakage").implement({
  description: "What leaked between the subsets of a run that was launched in spite of it.",
  fields: (t) => ({
    heldOutImages: t.exposeInt("heldOutImages"),
    exactPairs: t.exposeInt("exactPairs"),
    nearPairs: t.exposeInt("nearPairs"),
    groupPairs: t.exposeInt("groupPairs"),
    groups: t.exposeInt("groups"),
    groupsLeaking: t.exposeInt("groupsLeaking"),
  }),
});

const COMPARED_RUNS_MAX = 50;
const SERIES_POINTS_MAX = 10_000;

export const Run = builder.prismaNode("Run", {
  id: { field: "id" },
  description:
    "One training: a recipe and its configuration on a snapshot, or a run of somebody's own program that logs here (source EXTERNAL, without dataset, snapshot, recipe, preset and seed).",
  authScopes: (run) => ({ seesProject: run.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    number: t.exposeInt("number", { description: "Counts within the project, from 1." }),
    name: t.exposeString("name"),
    group: t.exposeString("group", {
      nullable: true,
      description: "Runs of one group belong together, for example those of one setting and several seeds.",
    }),
    source: t.expose("source", { type: RunSource }),
    recipe: t.expose("recipe", { type: Recipe, nullable: true }),
    preset: t.exposeString("preset", { nullable: true }),
    configuration: t.expose("configuration", {
      type: "JSON",
      description:
        "The preset's values with the overrides laid over them; of an external run the parameters it logged.",
    }),
    seed: t.exposeInt("seed", { nullable: true }),
    initialWeightsName: t.exposeString("initialWeightsName", {
      nullable: true,
      description: "What the weights started from, as it was called at the launch; null for random weights.",
    }),
    initialWeightsFile: t.relation("initialWeightsFile", { nullable: true }),
    initialCheckpoint: t.relation("initialCheckpoint", { nullable: true }),
    initialModelVersion: t.relation("initialModelVersion", {
      nullable: true,
      description: "The version of a registered model whose checkpoint that is, where it was chosen as that.",
    }),
    status: t.expose("status", { type: RunStatus }),
    step: t.exposeInt("step"),
    totalSteps: t.exposeInt("totalSteps", { nullable: true }),
    epoch: t.exposeInt("epoch"),
    totalEpochs: t.exposeInt("totalEpochs", { nullable: true }),
    bestValue: t.exposeFloat("bestValue", { nullable: true, description: "Best validation mask AP so far." }),
    attempt: t.int({
      description: "Claims since the run last got further than ever before.",
      select: { job: { select: { attempt: true } } },
      resolve: (run) => run.job?.attempt ?? 0,
    }),
    maxAttempts: t.int({
      select: { job: { select: { maxAttempts: true } } },
      resolve: (run) => run.job?.maxAttempts ?? 0,
    }),
    priority: t.int({
      description: "Higher is claimed first; of equal ones the oldest.",
      select: { job: { select: { priority: true } } },
      resolve: (run) => run.job?.priority ?? 0,
    }),
    requiredLabels: t.stringList({
      description: "What a trainer must have to be given the run.",
      select: { job: { select: { requiredLabels: true } } },
      resolve: (run) => run.job?.requiredLabels ?? [],
    }),
    requiredMemoryMib: t.int({
      nullable: true,
      select: { job: { select: { requiredMemoryMib: true } } },
      resolve: (run) => run.job?.requiredMemoryMib ?? null,
    }),
    waitsFor: t.string({
      nullable: true,
      description: "What a queued run waits for, as a sentence; null when it is not queued.",
      resolve: (run, _args, context) =>
        run.status === "QUEUED" ? describeWait(context.pool, { runId: run.id }) : Promise.resolve(null),
    }),
    archived: t.boolean({ resolve: (run) => run.archivedAt !== null }),
    favourite: t.boolean({
      description: "Whether the viewer marked it.",
      select: (_args, context) => ({
        favourites: { where: { userId: context.actor?.userId ?? "" }, select: { runId: true } },
      }),
      resolve: (run) => run.favourites.length > 0,
    }),
    attributes: t.expose("attributes", { type: "JSON", description: "Key-value tags, as MLflow's clients set them." }),
    inputs: t.expose("inputs", {
      type: "JSON",
      description: "What MLflow's clients say that it read: models (ids of logged models) and datasets.",
    }),
    experiment: t.relation("experiment", { nullable: true }),
    clonedFrom: t.relation("clonedFrom", { nullable: true }),
    failureReason: t.exposeString("failureReason", { nullable: true }),
    cancelRequested: t.boolean({
      select: { job: { select: { cancelRequestedAt: true } } },
      resolve: (run) => run.job != null && run.job.cancelRequestedAt !== null,
    }),
    tags: t.exposeStringList("tags"),
    notes: t.exposeString("notes"),
    configurationVersion: t.exposeInt("configurationVersion", {
      description: "Version of the settings' schema that the configuration was written with.",
    }),
    provenance: t.field({
      type: "JSON",
      nullable: true,
      description: "Commit, command, engine, device and versions of what trained it.",
      select: { provenance: { select: { facts: true } } },
      resolve: (run) => run.provenance?.facts ?? null,
    }),
    localDifference: t.string({
      nullable: true,
      description: "How the code that trained it differed from its commit, as git shows it.",
      select: { provenance: { select: { localDifference: true } } },
      resolve: (run) => run.provenance?.localDifference ?? null,
    }),
    leakage: t.field({
      type: RunLeakage,
      nullable: true,
      description: "What leaked between its subsets when it was launched with allowLeakage; null where nothing did.",
      resolve: (run) => run.leakage as unknown as AllowedLeakage | null,
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true }),
    finishedAt: t.expose("finishedAt", { type: "DateTime", nullable: true }),
    url: t.string({
      description: "Path of the run's page on this server: its project's slug and its number.",
      select: { number: true, project: { select: { slug: true } } },
      resolve: ({ number, project }) => `/p/${encodeURIComponent(project.slug)}/runs/${number}`,
    }),
    dataset: t.relation("dataset", { nullable: true }),
    snapshot: t.relation("snapshot", { nullable: true }),
    createdBy: t.relation("createdBy", { nullable: true }),
    project: t.relation("project"),
    series: t.field({
      type: [MetricSeries],
      description:
        "Series by name; all when none is named. Points are cut to `points` buckets with each bucket's minimum and maximum kept.",
      complexity: { field: 10, multiplier: 10 },
      args: {
        names: t.arg.stringList(),
        points: t.arg.int({ defaultValue: 1000 }),
        fromStep: t.arg.int(),
        toStep: t.arg.int(),
        digits: t.arg.int({ description: "Values rounded to so many significant digits, 1 to 17; exact when absent." }),
      },
      resolve: async (run, args, context) => {
        const series = await seriesOfRun(context, run.id, {
          points: Math.max(1, Math.min(args.points ?? 1000, SERIES_POINTS_MAX)),
          ...(args.names == null ? {} : { names: args.names }),
          ...(args.fromStep == null ? {} : { fromStep: args.fromStep }),
          ...(args.toStep == null ? {} : { toStep: args.toStep }),
        });
        const digits = args.digits == null ? undefined : Math.max(1, Math.min(args.digits, 17));
        return digits === undefined ? series : series.map((one) => ({ ...one, digits }));
      },
    }),
    metrics: t.field({
      type: [RunMetric],
      description: "Every metric of the run by name: its last, least and greatest value, without its points.",
      complexity: 2,
      resolve: (run, _args, context) => metricsOfRun(context, run.id),
    }),
    stepsPerEpoch: t.exposeInt("stepsPerEpoch", {
      nullable: true,
      description: "Null before the training began, and of runs that were trained elsewhere.",
    }),
    resumes: t.field({
      type: [RunResume],
      description: "Where the training went on from a checkpoint after it was cut off, oldest first.",
      resolve: (run) => run.resumes as unknown as RunResumeRecord[],
    }),
    metricValues: t.field({
      type: ["Float"],
      nullable: { list: false, items: true },
      description: "A figure of each named metric, parallel to `names`; null where the run has none.",
      complexity: ({ names }) => ({ field: 1, multiplier: Math.max(1, names.length / 10) }),
      args: {
        names: t.arg.stringList({ required: true }),
        figure: t.arg({ type: SeriesFigureType, defaultValue: "last" }),
      },
      resolve: (run, { names, figure }, context) => metricValuesOf(context, run.id, names, figure ?? "last"),
    }),
    settingValues: t.field({
      type: "JSON",
      description:
        "The values of the named settings, a list parallel to `keys`; null where the run has none. Those within objects are named with dots: `aug.jitter`.",
      args: { keys: t.arg.stringList({ required: true }) },
      resolve: (run, { keys }) => keys.map((key) => settingOf(run.configuration, key) ?? null),
    }),
    log: t.field({
      type: RunLog,
      description:
        "Lines after `afterLine`, or only the `last` of these; only those that contain `search`, when it is given.",
      complexity: { field: 10, multiplier: 10 },
      args: { afterLine: t.arg.int({ defaultValue: -1 }), last: t.arg.int(), search: t.arg.string() },
      resolve: (run, args, context) =>
        readLog(context.pool, {
          runId: run.id,
          afterLine: args.afterLine ?? -1,
          ...(args.last == null ? {} : { last: Math.max(0, args.last) }),
          ...(args.search == null ? {} : { search: args.search }),
        }),
    }),
    checkpoints: t.relation("checkpoints", { description: "Oldest first.", query: { orderBy: { step: "asc" } } }),
    evaluations: t.relation("evaluations", { description: "Oldest first.", query: { orderBy: { step: "asc" } } }),
  }),
});

export const RunConnection = builder.connectionObject(
  {
    type: Run,
    name: "RunConnection",
    fields: (t) => ({ totalCount: t.int({ resolve: totalCountOf }) }),
  },
  builder.edgeObject({ type: Run, name: "RunEdge" }),
);

builder.queryFields((t) => ({
  run: t.prismaField({
    type: "Run",
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: Run }) },
    resolve: (query, _root, args, context) =>
      context.prisma.run.findFirst({ ...query, where: { id: args.id.id, project: memberOf(context.actor) } }),
  }),
  runByNumber: t.prismaField({
    type: "Run",
    nullable: true,
    description:
      "The run of that number in the project of that slug. Without a project, the only run of that number that the viewer may see; null where several projects have one.",
    args: { project: t.arg.string(), number: t.arg.int({ required: true }) },
    resolve: async (query, _root, args, context) =>
      theOnly(await context.prisma.run.findMany({ ...query, where: numberedIn(context.actor, args), take: 2 })),
  }),
  runs: t.connection(
    {
      type: Run,
      description: "Runs the viewer may see.",
      complexity: costByPageSize,
      args: {
        ...runFilterArgs,
        order: t.arg({ type: RunOrder }),
        sort: t.arg({ type: RunSortInput, description: "By a metric, a setting or a field, in place of `order`." }),
      },
      resolve: async (_root, args, context, info) =>
        pageOfRuns({
          args,
          context,
          info,
          order: args.order,
          sort: args.sort,
          filter: await runFilterOf(args, context),
        }),
    },
    RunConnection,
  ),
  runsById: t.prismaField({
    type: ["Run"],
    description: `Runs to compare, in the order asked, at most ${COMPARED_RUNS_MAX}; those that do not exist or that the viewer may not see are left out.`,
    complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
    args: { ids: t.arg.idList({ required: true }) },
    resolve: async (query, _root, args, context) => {
      if (args.ids.length > COMPARED_RUNS_MAX) {
        throw new InvalidInputError(`At most ${COMPARED_RUNS_MAX} runs can be compared at once.`, "ids");
      }
      // These come from links that people keep: one id that has gone bad does not take the others' runs away.
      const order = new Map(args.ids.map((id, index) => [idOf("Run", String(id)), index]));
      order.delete(null);
      const runs = await context.prisma.run.findMany({
        ...query,
        where: { id: { in: [...order.keys()].filter((id) => id !== null) }, project: memberOf(context.actor) },
      });
      return runs.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    },
  }),
}));
