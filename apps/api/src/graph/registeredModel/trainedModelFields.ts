import type { ModelVersion as ModelVersionRow, Prisma } from "@maskyard/store/prisma";
import { memberOf } from "../../domain/access/memberOf.ts";
import { subsetsOfManifest } from "../../domain/snapshot/subsetsOfManifest.ts";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";
import { ModelVersion } from "./modelVersionType.ts";

// The way back: from what a model was made of to the versions that were made of it.
const newestFirst = [{ createdAt: "desc" }, { id: "desc" }] satisfies Prisma.ModelVersionOrderByWithRelationInput[];

builder.prismaObjectField("Checkpoint", "modelVersions", (t) =>
  t.relation("modelVersions", {
    description: "Versions of registered models that are this checkpoint.",
    query: { orderBy: newestFirst },
  }),
);

builder.prismaObjectField("Run", "modelVersions", (t) =>
  t.prismaField({
    type: [ModelVersion],
    description: "Versions of registered models that come from this run, newest first.",
    resolve: (query, run, _args, context) =>
      context.prisma.modelVersion.findMany({
        ...query,
        where: visible(context, { runId: run.id }),
        orderBy: newestFirst,
      }),
  }),
);

builder.prismaObjectField("Snapshot", "trainedModels", (t) =>
  t.prismaField({
    type: [ModelVersion],
    description: "Versions of registered models that were trained on it, newest first.",
    resolve: (query, snapshot, _args, context) =>
      context.prisma.modelVersion.findMany({
        ...query,
        where: visible(context, { run: { snapshotId: snapshot.id } }),
        orderBy: newestFirst,
      }),
  }),
);

builder.prismaObjectField("Image", "trainedModels", (t) =>
  t.field({
    type: [ModelVersion],
    description:
      "Versions of registered models that had this image in their training subset, newest first. The snapshots are read for it.",
    complexity: { field: 100, multiplier: 5 },
    resolve: (image, _args, context) => versionsTrainedOnImage(context, image),
  }),
);

async function versionsTrainedOnImage(
  context: GraphContext,
  image: { readonly id: string; readonly datasetId: string },
): Promise<ModelVersionRow[]> {
  const versions = await context.prisma.modelVersion.findMany({
    where: visible(context, { run: { datasetId: image.datasetId } }),
    include: { run: { select: { snapshot: { select: { manifestSha256: true } } } } },
    orderBy: newestFirst,
  });
  const manifestOf = (version: (typeof versions)[number]) => version.run.snapshot?.manifestSha256 ?? "";
  const trainedOn = new Set<string>();
  for (const manifestSha256 of new Set(versions.map(manifestOf))) {
    if (manifestSha256 === "") continue;
    const subsets = await subsetsOfManifest(context, manifestSha256);
    if (subsets.get("train")?.has(image.id)) trainedOn.add(manifestSha256);
  }
  return versions.filter((version) => trainedOn.has(manifestOf(version)));
}

function visible(context: GraphContext, where: Prisma.ModelVersionWhereInput): Prisma.ModelVersionWhereInput {
  return { ...where, model: { project: memberOf(context.actor) } };
}
