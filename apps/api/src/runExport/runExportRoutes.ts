import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { memberOf } from "../access/memberOf.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { NotFoundError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { requireActor, rowId } from "../files/requireActor.ts";
import type { Services } from "../services.ts";
import { type ExportFormat, exportMetrics } from "./exportMetrics.ts";
import { exportRuns } from "./exportRuns.ts";

const querySchema = z.object({ format: z.enum(["csv", "json"], "The formats are csv and json.").default("csv") });

function sendText(reply: FastifyReply, name: string, format: ExportFormat, text: AsyncGenerator<string>): FastifyReply {
  return reply
    .type(format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8")
    .header("content-disposition", `attachment; filename="${name}.${format === "csv" ? "csv" : "ndjson"}"`)
    .header("cache-control", "no-store")
    .send(Readable.from(text));
}

/** Runs and their points as CSV or as lines of JSON, made while they are sent. */
export async function runExportRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.get("/files/runs", async (request, reply) => {
    const actor = requireActor(request);
    const { format } = parseInput(querySchema, request.query);
    const projectIds = [...(await new ProjectAccess(services.prisma, actor).roles()).keys()];
    return sendText(reply, "runs", format, exportRuns(services.pool, projectIds, format));
  });

  fastify.get<{ Params: { runId: string } }>("/files/runs/:runId/metrics", async (request, reply) => {
    const actor = requireActor(request);
    const { format } = parseInput(querySchema, request.query);
    const run = await services.prisma.run.findFirst({
      where: { id: rowId(request.params.runId, "Run"), project: memberOf(actor) },
      select: { id: true, number: true },
    });
    if (run === null) {
      throw new NotFoundError("There is no such run.");
    }
    return sendText(reply, `run-${run.number}-metrics`, format, exportMetrics(services.pool, run.id, format));
  });
}
