import { checkStorage, type StorageProblem, type StorageProblemKind, type StorageReport } from "@maskyard/store";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { requireAdministrator } from "../../domain/storage/requireAdministrator.ts";
import { builder } from "../builder/builder.ts";

const KINDS = [
  "MISSING_FILE",
  "DAMAGED_FILE",
  "UNUSED_FILE",
  "ORPHAN_FILE",
  "TEMPORARY_FILE",
  "SERIES_COUNT",
  "IMPOSSIBLE_STEP",
  "MISSING_REVISION",
  "MISSING_ASSIGNMENT",
  "DEAD_IMPORT",
] as const satisfies readonly StorageProblemKind[];

const StorageProblemKindType = builder.enumType("StorageProblemKind", { values: KINDS });

const StorageProblemType = builder.objectRef<StorageProblem>("StorageProblem").implement({
  fields: (t) => ({
    kind: t.field({ type: StorageProblemKindType, resolve: ({ kind }) => kind }),
    subject: t.exposeString("subject", {
      description: "Hash or path of a file, id of a run, dataset, split or import.",
    }),
    message: t.exposeString("message"),
    repaired: t.exposeBoolean("repaired"),
  }),
});

const StorageReportType = builder.objectRef<StorageReport>("StorageReport").implement({
  description: "What was looked at, and what was found.",
  fields: (t) => ({
    files: t.int({ resolve: ({ checked }) => checked.files }),
    bytes: t.float({ resolve: ({ checked }) => checked.bytes }),
    series: t.int({ resolve: ({ checked }) => checked.series }),
    imports: t.int({ resolve: ({ checked }) => checked.imports }),
    problems: t.field({ type: [StorageProblemType], resolve: ({ problems }) => [...problems] }),
  }),
});

const CheckStorageInput = builder.inputType("CheckStorageInput", {
  fields: (t) => ({
    deep: t.boolean({ defaultValue: false, description: "Read every file through and hold it against its hash." }),
    repair: t.boolean({
      defaultValue: false,
      description: "Remove what nothing uses, and close imports that nobody works on.",
    }),
  }),
});

builder.mutationField("checkStorage", (t) =>
  t.field({
    type: StorageReportType,
    description: "Holds the database against the files; for the administrator of the server.",
    errors: {},
    args: { input: t.arg({ type: CheckStorageInput, required: true }) },
    resolve: (_root, { input }, context) => {
      requireAdministrator(context, signedInActor(context));
      return checkStorage(context.pool, context.blobs, { deep: input.deep ?? false, repair: input.repair ?? false });
    },
  }),
);
