import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { ProjectAccess } from "../../domain/access/projectAccess.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { type PointFormat, pointFormats } from "../../domain/runExport/exportPoints.ts";
import { runFormats } from "../../domain/runExport/exportRuns.ts";
import type { RunExportInput } from "../../domain/runExport/runExportTask.ts";
import { defineTask } from "../../domain/work/defineTask.ts";
import type { Services } from "../../services.ts";
import { requestSignal } from "../files/requestSignal.ts";
import { requireActor, rowId } from "../files/requireActor.ts";

const EXPORT = defineTask<typeof import("../../domain/runExport/runExportTask.ts").default>({
  from: import.meta.url,
  module: "../../domain/runExport/runExportTask",
  lane: "export",
  doing: "The export",
  advice:
    "Export less at once, or have whoever runs the server give it more (MASKYARD_WORKER_MEMORY_MIB, MASKYARD_WORKER_SECONDS).",
});

const FILES = {
  csv: { type: "text/csv; charset=utf-8", ending: "csv" },
  json: { type: "application/x-ndjson; charset=utf-8", ending: "ndjson" },
  parquet: { type: "application/vnd.apache.parquet", ending: "parquet" },
  tensorboard: { type: "application/octet-stream", ending: "tfevents" },
} as const;

const formatSchema = <Format extends string>(formats: readonly [Format, ...Format[]]) =>
  z.object({ format: z.enum(formats, `The formats are ${formats.join(", ")}.`).default(formats[0] as never) });

/** Runs and their points as CSV, lines of JSON, Parquet and (points) for TensorBoard, made while they are sent. */
export async function runExportRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.get("/files/runs", async (request, reply) => {
    const actor = requireActor(request);
    const { format } = parseInput(formatSchema(runFormats), request.query);
    const projectIds = [...(await new ProjectAccess(services.prisma, actor).roles()).keys()];
    const name = `runs.${FILES[format].ending}`;
    return sendFile(request, reply, name, { what: "runs", projectIds, format });
  });

  fastify.get<{ Params: { runId: string } }>("/files/runs/:runId/metrics", async (request, reply) => {
    const actor = requireActor(request);
    const { format } = parseInput(formatSchema(pointFormats), request.query);
    const run = await services.prisma.run.findFirst({
      where: { id: rowId(request.params.runId, "Run"), project: memberOf(actor) },
      select: { id: true, number: true, createdAt: true },
    });
    if (run === null) {
      throw new NotFoundError("There is no such run.");
    }
    return sendFile(request, reply, pointsFileName(run, format), { what: "points", run, format });
  });

  async function sendFile(request: FastifyRequest, reply: FastifyReply, name: string, input: RunExportInput) {
    const pieces = await services.work.stream(EXPORT, input, { signal: requestSignal(request) });
    return reply
      .type(FILES[input.format].type)
      .header("content-disposition", `attachment; filename="${name}"`)
      .header("cache-control", "no-store")
      .send(pieces);
  }
}

/** TensorBoard takes for its own what has "tfevents" in its name. */
function pointsFileName(run: { readonly number: number; readonly createdAt: Date }, format: PointFormat): string {
  if (format !== "tensorboard") return `run-${run.number}-metrics.${FILES[format].ending}`;
  return `events.out.tfevents.${Math.floor(run.createdAt.getTime() / 1000)}.run-${run.number}`;
}
