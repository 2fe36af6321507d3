import { COCO_LAYOUT_NAMES, missingFields, WRITABLE_FORMATS } from "@maskyard/annotations";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { InvalidInputError, NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import type { ExportInput } from "../../domain/export/exportTask.ts";
import { columnsSchema } from "../../domain/import/readerOptions.ts";
import { defineTask } from "../../domain/work/defineTask.ts";
import type { Services } from "../../services.ts";
import { requestSignal } from "../files/requestSignal.ts";
import { requireActor, rowId } from "../files/requireActor.ts";

const EXPORT = defineTask<typeof import("../../domain/export/exportTask.ts").default>({
  from: import.meta.url,
  module: "../../domain/export/exportTask",
  lane: "export",
  doing: "The export",
  advice:
    "Export it by splits or in parts, or have whoever runs the server give it more (MASKYARD_WORKER_MEMORY_MIB, MASKYARD_WORKER_SECONDS).",
});

const querySchema = z.object({
  format: z.enum(
    WRITABLE_FORMATS,
    `Name the format: ?format=; those that are written: ${WRITABLE_FORMATS.join(", ")}.`,
  ),
  images: z.enum(["true", "false"], "images is true or false.").default("true"),
  vocBase: z.enum(["0", "1"], "vocBase is 0 or 1.").default("0"),
  cocoLayout: z.enum(COCO_LAYOUT_NAMES, `cocoLayout is ${COCO_LAYOUT_NAMES.join(" or ")}.`).optional(),
  columns: columnsSchema
    .refine((columns) => missingFields(columns).length === 0, "columns names file, label, x, y, w or xmax, h or ymax.")
    .optional(),
});
const datasetQuerySchema = querySchema.extend({ split: z.string().optional() });

/**
 * `GET /files/datasets/:datasetId/export?format=…[&split=ID]` and `GET /files/snapshots/:snapshotId/export?format=…`: a zip
 * of annotations and images, made while it is sent. A snapshot goes by its id or its hash, and always gives the same bytes.
 */
export async function exportRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  const { prisma, work } = services;

  fastify.get<{ Params: { datasetId: string } }>("/files/datasets/:datasetId/export", async (request, reply) => {
    const actor = requireActor(request);
    const dataset = await prisma.dataset.findFirst({
      where: { id: rowId(request.params.datasetId, "Dataset"), project: memberOf(actor) },
      select: { id: true, name: true },
    });
    if (dataset === null) {
      throw new NotFoundError("There is no such dataset.");
    }
    const { split, ...query } = parseInput(datasetQuerySchema, request.query);
    const splitId = split === undefined ? null : rowId(split, "Split");
    if (
      splitId !== null &&
      (await prisma.split.findFirst({ where: { id: splitId, datasetId: dataset.id } })) === null
    ) {
      throw new InvalidInputError("This split is not one of the dataset's.", "split");
    }
    return sendArchive(request, reply, dataset.name, {
      source: { datasetId: dataset.id, splitId },
      options: optionsOf(query),
    });
  });

  fastify.get<{ Params: { snapshotId: string } }>("/files/snapshots/:snapshotId/export", async (request, reply) => {
    const actor = requireActor(request);
    const reference = request.params.snapshotId;
    const isHash = /^[0-9a-f]{64}$/.test(reference);
    const snapshot = await prisma.snapshot.findFirst({
      where: {
        ...(isHash ? { hash: reference } : { id: rowId(reference, "Snapshot") }),
        dataset: { project: memberOf(actor) },
      },
      select: { hash: true, manifestSha256: true, dataset: { select: { name: true } } },
    });
    if (snapshot === null) {
      throw new NotFoundError("There is no such snapshot.");
    }
    const query = parseInput(querySchema, request.query);
    return sendArchive(request, reply, `${snapshot.dataset.name}-${snapshot.hash.slice(0, 8)}`, {
      source: { manifestSha256: snapshot.manifestSha256 },
      options: optionsOf(query),
    });
  });

  async function sendArchive(request: FastifyRequest, reply: FastifyReply, name: string, input: ExportInput) {
    const fileName = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 100) || "dataset"}-${input.options.format}.zip`;
    // Names beyond ASCII go in the second form (RFC 6266); the first is for clients that do not know it.
    const ascii = fileName.replaceAll(/[^\x20-\x7e]/g, "_");
    const archive = await work.stream(EXPORT, input, { signal: requestSignal(request) });
    return reply
      .type("application/zip")
      .header("cache-control", "private, no-store")
      .header(
        "content-disposition",
        `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      )
      .send(archive);
  }
}

function optionsOf(query: z.infer<typeof querySchema>): ExportInput["options"] {
  return {
    format: query.format,
    writer: {
      vocBase: query.vocBase === "1" ? 1 : 0,
      cocoLayout: query.cocoLayout ?? (query.images === "true" ? "folders" : "as-named"),
      ...(query.columns === undefined ? {} : { csvColumns: query.columns }),
    },
    withImages: query.images === "true",
  };
}
