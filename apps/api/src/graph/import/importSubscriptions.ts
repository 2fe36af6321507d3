import { NotFoundError } from "../../domain/errors/expectedErrors.ts";
import type { EventHub } from "../../domain/events/EventHub.ts";
import { followMailbox } from "../../domain/events/followMailbox.ts";
import { importsOf } from "../../domain/import/importsOf.ts";
import { builder } from "../builder/builder.ts";
import { Import } from "./importType.ts";

builder.subscriptionFields((t) => ({
  importProgress: t.prismaField({
    type: "Import",
    description: "The import as it is now, and each time it got on or ended.",
    args: { importId: t.arg.globalID({ required: true, for: Import }) },
    subscribe: async (_root, args, context) => {
      const row = await context.prisma.import.findFirst({
        where: { id: args.importId.id, ...importsOf(context.actor) },
        select: { id: true },
      });
      if (row === null) {
        throw new NotFoundError("There is no such import.");
      }
      return importChanges(context.events, row.id);
    },
    resolve: (query, importId, _args, context) =>
      context.prisma.import.findUniqueOrThrow({ ...query, where: { id: importId as string } }),
  }),
}));

function importChanges(events: EventHub, importId: string): AsyncIterableIterator<string> {
  const mailbox = events.subscribe<string>(
    (event) => event.channel === "import_event" && event.payload.importId === importId,
    () => importId, // progress told twice while one answer was on its way is told once
  );
  return followMailbox(mailbox, async function* () {
    yield importId;
    yield* mailbox;
  });
}
