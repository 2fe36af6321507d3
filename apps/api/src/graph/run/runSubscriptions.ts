import { memberOf } from "../../domain/access/memberOf.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import type { RunChange } from "../../domain/run/runChange.ts";
import { changedRun, committedLines, committedPoints, seesChangedRun } from "../../domain/run/sharedRunReads.ts";
import type { RunTouch } from "../../domain/run/TouchedRuns.ts";
import { builder } from "../builder/builder.ts";
import { finiteValues } from "../metricSeries/metricSeriesType.ts";
import { LogLineType } from "./logType.ts";
import { Run } from "./runType.ts";

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
  description:
    "Something of the run was committed. What is committed within a tenth of a second comes as one event of its kind.",
  fields: (t) => ({
    run: t.prismaField({
      type: "Run",
      resolve: (query, change, _args, context) => changedRun(change.reads, change.runId, query, context),
    }),
    kind: t.field({ type: RunEventKind, resolve: (change) => change.kind }),
    points: t.field({
      type: [SeriesPoints],
      description: "Points committed with this event, per series, not reduced.",
      resolve: async (change, _args, context) => (await committedPoints(change, context)).values,
    }),
    logLines: t.field({
      type: [LogLineType],
      resolve: async (change, _args, context) => (await committedLines(change, context)).values,
    }),
    missed: t.boolean({
      description:
        "More was committed than comes with one event, because this subscriber was slow or away: read the run's series and log anew.",
      resolve: async (change, _args, context) =>
        (await committedPoints(change, context)).missed || (await committedLines(change, context)).missed,
    }),
  }),
});

builder.subscriptionFields((t) => ({
  runEvents: t.field({
    type: RunEvent,
    description:
      "An event whenever something of the run was committed: points, a status, lines of the log, a checkpoint. It starts with the status as it is.",
    args: { runId: t.arg.globalID({ required: true, for: Run }) },
    subscribe: async (_root, args, context) => {
      const run = await context.prisma.run.findFirst({
        where: { id: args.runId.id, project: memberOf(context.actor) },
        select: { id: true },
      });
      if (run === null) {
        throw new NotFoundError("There is no such run.");
      }
      return context.runFeeds.watch(run.id);
    },
    authScopes: (change, _args, context) =>
      // Before the first event there is no change yet, and `subscribe` itself asks.
      (change as RunChange | undefined)?.runId === undefined
        ? { signedIn: true }
        : seesChangedRun((change as RunChange).reads, (change as RunChange).runId, context),
    resolve: (change) => change as RunChange,
  }),
  runsChanged: t.prismaField({
    type: "Run",
    description: "A run the viewer may see that changed its status or got on; changes close together come as one.",
    subscribe: (_root, _args, context) => context.touchedRuns.watch(context),
    resolve: async (query, touch, _args, context) => {
      const { runId, reads } = touch as unknown as RunTouch;
      await seesChangedRun(reads, runId, context); // shares the roles; what they allow the type asks
      return changedRun(reads, runId, query, context);
    },
  }),
}));
