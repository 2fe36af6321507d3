import { type LogLine, readLog, readSeries } from "@maskyard/store";
import { memberOf } from "../access/memberOf.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { builder } from "../graph/builder.ts";
import type { GraphContext } from "../graph/context.ts";
import { finiteValues } from "../metricSeries/metricSeriesType.ts";
import { LogLineType } from "./logType.ts";
import { type RunChange, runChanges } from "./runChanges.ts";
import { runsTouched } from "./runsTouched.ts";
import { Run } from "./runType.ts";

const POINTS_OF_EVENT_MAX = 10_000;

const RunEventKind = builder.enumType("RunEventKind", {
  values: ["STATUS", "METRICS", "LOG", "CHECKPOINT", "EVALUATION"] as const,
});

interface Points {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly timesMs: readonly (number | null)[] | null;
}

const SeriesPoints = builder.objectRef<Points>("SeriesPoints").implement({
  fields: (t) => ({
    name: t.exposeString("name"),
    steps: t.intList({ complexity: 1, resolve: (points) => points.steps }),
    values: t.field({
      type: ["Float"],
      nullable: { list: false, items: true },
      complexity: 1,
      resolve: (points) => finiteValues(points.values),
    }),
    timesMs: t.field({
      type: ["Float"],
      nullable: { list: true, items: true },
      complexity: 1,
      resolve: (points) => points.timesMs,
    }),
  }),
});

const RunEvent = builder.objectRef<RunChange>("RunEvent").implement({
  description: "Something of the run was committed.",
  fields: (t) => ({
    run: t.prismaField({
      type: "Run",
      resolve: (query, change, _args, context) =>
        context.prisma.run.findUniqueOrThrow({ ...query, where: { id: change.runId } }),
    }),
    kind: t.field({ type: RunEventKind, resolve: (change) => change.kind }),
    points: t.field({
      type: [SeriesPoints],
      description: "Points committed with this event, per series, not reduced.",
      resolve: (change, _args, context) => readPoints(change, context),
    }),
    logLines: t.field({ type: [LogLineType], resolve: (change, _args, context) => readLines(change, context) }),
  }),
});

async function readPoints(change: RunChange, context: GraphContext): Promise<Points[]> {
  if (change.kind !== "METRICS" || change.fromStep === undefined) {
    return [];
  }
  const series = await readSeries(context.pool, {
    runId: change.runId,
    points: POINTS_OF_EVENT_MAX,
    fromStep: change.fromStep,
    ...(change.toStep === undefined ? {} : { toStep: change.toStep }),
    ...(change.series === undefined ? {} : { names: change.series }),
  });
  return series.filter((one) => one.steps.length > 0);
}

async function readLines(change: RunChange, context: GraphContext): Promise<LogLine[]> {
  if (change.kind !== "LOG" || change.firstLine === undefined) {
    return [];
  }
  const { lines } = await readLog(context.pool, { runId: change.runId, afterLine: change.firstLine - 1 });
  const { firstLine, lineCount } = change;
  return lineCount === undefined ? lines : lines.filter((line) => line.index < firstLine + lineCount);
}

builder.subscriptionFields((t) => ({
  runEvents: t.field({
    type: RunEvent,
    description:
      "One event for each committed batch of points, status change, log chunk or checkpoint of the run. It starts with the status as it is.",
    args: { runId: t.arg.globalID({ required: true, for: Run }) },
    subscribe: async (_root, args, context) => {
      const run = await context.prisma.run.findFirst({
        where: { id: args.runId.id, project: memberOf(context.actor) },
        select: { id: true },
      });
      if (run === null) {
        throw new NotFoundError("There is no such run.");
      }
      return runChanges(context.events, run.id);
    },
    authScopes: (change, _args, context) =>
      // Before the first event there is no change yet, and `subscribe` itself asks.
      (change as RunChange | undefined)?.runId === undefined
        ? { signedIn: true }
        : context.access.seesRun((change as RunChange).runId),
    resolve: (change) => change as RunChange,
  }),
  runsChanged: t.prismaField({
    type: "Run",
    description: "A run the viewer may see that changed its status or got on; changes close together come as one.",
    subscribe: (_root, _args, context) => runsTouched(context),
    resolve: (query, runId, _args, context) =>
      context.prisma.run.findUniqueOrThrow({ ...query, where: { id: runId as string } }),
  }),
}));
