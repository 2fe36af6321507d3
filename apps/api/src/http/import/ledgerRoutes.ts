import type { Ledger } from "@maskyard/annotations";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { memberOf } from "../../domain/access/memberOf.ts";
import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import { parseInput } from "../../domain/errors/parseInput.ts";
import { csvLine } from "../../domain/runExport/csv.ts";
import type { Services } from "../../services.ts";
import { requireActor, rowId } from "../files/requireActor.ts";

const querySchema = z.object({ format: z.enum(["csv", "json"], "The formats are csv and json.").default("json") });

/** `GET /files/imports/:importId/ledger[?format=csv]`: the whole ledger of an import, as JSON or as a table of its entries. */
export async function ledgerRoutes(fastify: FastifyInstance, { services }: { services: Services }): Promise<void> {
  fastify.get<{ Params: { importId: string } }>("/files/imports/:importId/ledger", async (request, reply) => {
    const actor = requireActor(request);
    const { format } = parseInput(querySchema, request.query);
    const row = await services.prisma.import.findFirst({
      where: { id: rowId(request.params.importId, "Import"), dataset: { project: memberOf(actor) } },
      select: { source: true, format: true, createdAt: true, ledger: true },
    });
    if (row === null || row.ledger === null) {
      throw new NotFoundError("There is no such import, or it has no ledger yet.");
    }
    const ledger = row.ledger as unknown as Ledger;
    reply
      .header("cache-control", "private, no-store")
      .header("content-disposition", `attachment; filename="import-ledger.${format}"`);
    if (format === "json") {
      const { source, format: sourceFormat, createdAt } = row;
      return reply
        .type("application/json; charset=utf-8")
        .send(`${JSON.stringify({ source, format: sourceFormat, importedAt: createdAt, ...ledger }, null, 1)}\n`);
    }
    const lines = ledger.entries.map(({ kind, annotations, reason, place }) =>
      csvLine([kind, annotations, reason, place]),
    );
    return reply
      .type("text/csv; charset=utf-8")
      .send([csvLine(["kind", "annotations", "reason", "place"]), ...lines].join(""));
  });
}
