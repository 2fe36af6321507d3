import { newId } from "@maskyard/store";
import { z } from "zod";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { withoutControls } from "../../domain/errors/withoutControls.ts";
import { findOrCreateExperiment } from "../../domain/experiment/findOrCreateExperiment.ts";
import { createExternalRun } from "../../domain/run/createExternalRun.ts";
import { finishExternalRun } from "../../domain/run/finishExternalRun.ts";
import { logPoints } from "../../domain/run/logPoints.ts";
import { pointsOfColumns } from "../../domain/run/pointsOfColumns.ts";
import { groupSchema } from "../../domain/run/queueInput.ts";
import { requireExternalRun } from "../../domain/run/requireExternalRun.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";
import { RunStatus } from "./runEnums.ts";
import { Run } from "./runType.ts";

const CreateRunInput = builder.inputType("CreateRunInput", {
  description:
    "experiment is made when there is none of that name; projectId absent: the first project the viewer may edit.",
  fields: (t) => ({
    projectId: t.globalID(),
    experiment: t.string({ required: true }),
    name: t.string(),
    group: t.string({ description: "Runs that belong together, for example those of one setting and several seeds." }),
    configuration: t.field({ type: "JSON", description: "Settings of the program, an object." }),
    tags: t.stringList(),
    key: t.string({
      description:
        "A UUID of the program's own. The run made with it already is given again, so that a call without an answer can be repeated.",
    }),
  }),
});

const createRunSchema = z.object({
  experiment: withoutControls(
    z.string().trim().min(1, "Name the experiment.").max(200, "A name has at most 200 characters."),
  ),
  name: withoutControls(z.string().trim().max(200, "A name has at most 200 characters.")).nullish(),
  group: groupSchema.nullish(),
  configuration: z.record(z.string(), z.unknown(), "The configuration is an object of settings.").nullish(),
  tags: z
    .array(withoutControls(z.string().trim().min(1).max(60)))
    .max(50)
    .nullish(),
  key: z.uuid("The key is a UUID.").toLowerCase().nullish(),
});

const SeriesColumns = builder.inputType("SeriesColumnsInput", {
  description: "steps, values and times are parallel.",
  fields: (t) => ({
    name: t.string({ required: true }),
    steps: t.intList({ required: true }),
    values: t.field({
      type: ["MeasuredValue"],
      required: { list: true, items: false },
      description: "null is NaN, too.",
    }),
    timesMs: t.floatList({ description: "Milliseconds since 1970; now when absent." }),
  }),
});

const LogMetricsInput = builder.inputType("LogMetricsInput", {
  description:
    "A batch with the key of one that is in changes nothing, so that a batch without an answer can be sent again.",
  fields: (t) => ({
    runId: t.globalID({ required: true, for: Run }),
    key: t.string(),
    series: t.field({ type: [SeriesColumns], required: true }),
  }),
});

/** A key of a row. */
const batchKeySchema = z.string().min(1).max(200, "A batch's key has at most 200 characters.").nullish();

const FinishRunInput = builder.inputType("FinishRunInput", {
  fields: (t) => ({
    id: t.globalID({ required: true, for: Run }),
    status: t.field({ type: RunStatus, required: true }),
    failureReason: t.string(),
  }),
});

builder.mutationFields((t) => ({
  createRun: t.prismaField({
    type: "Run",
    description: "A run of somebody's own program, which logs here from now on.",
    errors: {},
    args: { input: t.arg({ type: CreateRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const actor = signedInActor(context);
      const values = parseInput(createRunSchema, input);
      const experiment = await findOrCreateExperiment(context, actor, {
        projectId: input.projectId?.id,
        name: values.experiment,
      });
      const id = await createExternalRun(context, {
        projectId: experiment.projectId,
        experimentId: experiment.id,
        name: (number) => values.name || `${values.experiment} ${number}`,
        group: values.group,
        configuration: values.configuration ?? {},
        tags: values.tags ?? [],
        createdById: actor.userId,
        id: values.key,
      });
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  logMetrics: t.boolean({
    description:
      "Appends points to an external run; every point is kept. The data is false when the batch was in already.",
    errors: {},
    args: { input: t.arg({ type: LogMetricsInput, required: true }) },
    resolve: (_root, { input }, context) =>
      logPoints(context, signedInActor(context), {
        runId: input.runId.id,
        key: parseInput(batchKeySchema, input.key) ?? newId(),
        points: input.series.flatMap(pointsOfColumns),
      }),
  }),
  finishRun: t.prismaField({
    type: "Run",
    description: "Says how an external run ended; RUNNING lets it go on.",
    errors: {},
    args: { input: t.arg({ type: FinishRunInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const runId = input.id.id;
      await requireExternalRun(context, signedInActor(context), runId);
      const { status, failureReason } = input;
      if (status === "QUEUED") {
        throw new InvalidInputError(
          "Only runs of the trainers here are queued. Say RUNNING, SUCCEEDED, FAILED or CANCELLED.",
          "status",
        );
      }
      await finishExternalRun(context, { runId, status, failureReason });
      return context.prisma.run.findUniqueOrThrow({ ...atLeastId(query), where: { id: runId } });
    },
  }),
}));
