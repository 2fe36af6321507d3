import { LIVE_IMAGE } from "@maskyard/store";
import { memberOf } from "../../domain/access/memberOf.ts";
import { countAnnotationsOfImages } from "../../domain/annotation/countAnnotationsOfImages.ts";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { displayPath } from "../../domain/image/displayPath.ts";
import { thumbnailSidePx } from "../../domain/image/thumbnailSidePx.ts";
import { builder } from "../builder/builder.ts";

const PAGE_MAX = 10_000;

function pageOf(first: number): number {
  if (first >= 1 && first <= PAGE_MAX) return first;
  throw new InvalidInputError(`A page has 1 to ${PAGE_MAX} annotations, not ${first}.`, "first");
}

/** An answer is made on the event loop, and no image that people annotated comes near. */
const ANNOTATIONS_MAX = 10_000;

export const Image = builder.prismaNode("Image", {
  id: { field: "id" },
  description: "Sizes are of the upright image (EXIF applied).",
  authScopes: (image) => ({ seesDataset: image.datasetId }),
  findUnique: (id, context) => ({ id, dataset: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    fileName: t.exposeString("fileName"),
    widthPx: t.exposeInt("widthPx"),
    heightPx: t.exposeInt("heightPx"),
    exifOrientation: t.exposeInt("exifOrientation"),
    sourceSubset: t.exposeString("sourceSubset", { nullable: true }),
    captureGroup: t.exposeString("captureGroup", {
      nullable: true,
      description: "Images of one group were taken together and stay in one subset.",
    }),
    tags: t.exposeStringList("tags"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    deletedAt: t.expose("deletedAt", {
      type: "DateTime",
      nullable: true,
      description:
        "When it was taken out of its dataset, and its annotations of then with it; restoreImages brings it back. Until then snapshots, predictions and losses alone lead here.",
    }),
    url: t.string({
      description:
        "Path on this server; needs the session cookie or an API token. The stored file as it came, to be turned by its EXIF orientation.",
      resolve: (image) => `/files/images/${encodeGlobalId("Image", image.id)}`,
    }),
    displayUrl: t.string({
      description:
        "The picture as every browser shows it, upright: the stored file, or for TIFF and for turned PNG and WebP one made of it (WebP, at most 8192 pixels on its longer side).",
      select: { exifOrientation: true, blob: { select: { mediaType: true } } },
      resolve: ({ id, exifOrientation, blob: { mediaType } }) =>
        displayPath(encodeGlobalId("Image", id), { exifOrientation, mediaType }),
    }),
    thumbnailUrl: t.string({
      description: "WebP, upright, at most `maxSidePx` (160, 320, 640 or 1280) on its longer side.",
      args: { maxSidePx: t.arg.int({ defaultValue: 320 }) },
      resolve: (image, args) =>
        `/files/images/${encodeGlobalId("Image", image.id)}/thumbnail?side=${thumbnailSidePx(args.maxSidePx ?? 320)}`,
    }),
    dataset: t.relation("dataset"),
    annotations: t.relation("annotations", {
      description:
        "The `first` of those after one, at most 10,000 in one answer; annotationCount tells how many there are. In the order of their ids, which is that of their making.",
      complexity: { field: 1, multiplier: 10 },
      args: { first: t.arg.int(), after: t.arg.globalID() },
      query: ({ first, after }) => ({
        where: { deletedAt: null, ...(after == null ? {} : { id: { gt: after.id } }) },
        orderBy: { id: "asc" },
        take: Math.min(first == null ? ANNOTATIONS_MAX : pageOf(first), ANNOTATIONS_MAX),
      }),
    }),
    annotationCount: t.loadable({
      type: "Int",
      load: (ids: string[], context) => countAnnotationsOfImages(context.pool, ids),
      resolve: (image) => image.id,
    }),
    predictions: t.relation("predictions", {
      description: "What the evaluated weights found here, surest first.",
      complexity: { field: 1, multiplier: 10 },
      args: {
        evaluationId: t.arg.globalID({ required: true, for: "Evaluation" }),
        minScore: t.arg.float(),
      },
      query: (args) => ({
        where: {
          evaluationId: args.evaluationId.id,
          ...(args.minScore == null ? {} : { score: { gte: args.minScore } }),
        },
        orderBy: [{ score: "desc" }, { id: "asc" }],
      }),
    }),
    previous: t.prismaField({
      type: "Image",
      nullable: true,
      description: "The image before this one in the dataset's order.",
      resolve: (query, image, _args, context) =>
        context.prisma.image.findFirst({
          ...query,
          where: { datasetId: image.datasetId, ...LIVE_IMAGE, id: { lt: image.id } },
          orderBy: { id: "desc" },
        }),
    }),
    next: t.prismaField({
      type: "Image",
      nullable: true,
      description: "The image after this one in the dataset's order.",
      resolve: (query, image, _args, context) =>
        context.prisma.image.findFirst({
          ...query,
          where: { datasetId: image.datasetId, ...LIVE_IMAGE, id: { gt: image.id } },
          orderBy: { id: "asc" },
        }),
    }),
  }),
});

builder.queryField("image", (t) =>
  t.prismaField({
    type: "Image",
    nullable: true,
    args: { id: t.arg.globalID({ required: true, for: Image }) },
    resolve: (query, _root, args, context) =>
      context.prisma.image.findFirst({
        ...query,
        where: { id: args.id.id, dataset: { project: memberOf(context.actor) } },
      }),
  }),
);
