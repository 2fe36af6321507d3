import type { Image as ImageRow } from "@maskyard/store/prisma";
import { imageWhere } from "../../domain/image/imageWhere.ts";
import { builder } from "../builder/builder.ts";
import { ImageFilter } from "./imageFilter.ts";
import { ImageOrder, imageOrderBy } from "./imageOrder.ts";
import { Image } from "./imageType.ts";

const PAGE_MAX = 1_000;

interface ImagePage {
  readonly where: ReturnType<typeof imageWhere>;
  readonly offset: number;
  readonly images: ImageRow[];
}

const ImagePageType = builder.objectRef<ImagePage>("ImagePage").implement({
  description: "A part of a list of images, wherever in it.",
  fields: (t) => ({
    totalCount: t.int({ resolve: ({ where }, _args, context) => context.prisma.image.count({ where }) }),
    offset: t.exposeInt("offset", { description: "How many images of the list come before it." }),
    images: t.field({ type: [Image], resolve: ({ images }) => images }),
  }),
});

builder.prismaObjectField("Dataset", "imagePage", (t) =>
  t.field({
    type: ImagePageType,
    description: `Images from \`offset\` on, at most ${PAGE_MAX}: for a view that is scrolled to any place at once. To read all, follow \`images\`.`,
    complexity: ({ limit }) => ({ field: 1, multiplier: Math.max(1, (limit ?? 60) / 5) }),
    args: {
      offset: t.arg.int({ defaultValue: 0 }),
      limit: t.arg.int({ defaultValue: 60 }),
      filter: t.arg({ type: ImageFilter }),
      order: t.arg({ type: ImageOrder, defaultValue: "IMPORTED" }),
    },
    select: { id: true },
    resolve: async (dataset, args, context) => {
      const where = imageWhere(dataset.id, args.filter);
      const offset = Math.max(0, args.offset ?? 0);
      const take = Math.max(0, Math.min(args.limit ?? 60, PAGE_MAX));
      const images = await context.prisma.image.findMany({
        where,
        orderBy: imageOrderBy(args.order),
        skip: offset,
        take,
      });
      return { where, offset, images };
    },
  }),
);

interface ImagePlace {
  readonly position: number | null;
  readonly totalCount: number;
  readonly previous: ImageRow | null;
  readonly next: ImageRow | null;
}

const ImagePlaceType = builder.objectRef<ImagePlace>("ImagePlace").implement({
  description: "Where an image stands in a list of its dataset's images.",
  fields: (t) => ({
    position: t.exposeInt("position", {
      nullable: true,
      description: "From 0; null where the list does not have it (any more): its neighbours are then those around it.",
    }),
    totalCount: t.exposeInt("totalCount"),
    previous: t.field({ type: Image, nullable: true, resolve: ({ previous }) => previous }),
    next: t.field({ type: Image, nullable: true, resolve: ({ next }) => next }),
  }),
});

builder.prismaObjectField(Image, "placeIn", (t) =>
  t.field({
    type: ImagePlaceType,
    description: "Its place in the list that this filter and order make, and its neighbours there.",
    complexity: 10,
    args: {
      filter: t.arg({ type: ImageFilter }),
      order: t.arg({ type: ImageOrder, defaultValue: "IMPORTED" }),
    },
    select: { id: true, datasetId: true },
    resolve: async ({ id, datasetId }, args, { prisma }) => {
      const list = imageWhere(datasetId, args.filter);
      const isNewest = args.order === "NEWEST";
      const before = { AND: [list, { id: isNewest ? { gt: id } : { lt: id } }] };
      const after = { AND: [list, { id: isNewest ? { lt: id } : { gt: id } }] };
      const [isIn, countBefore, totalCount, previous, next] = await Promise.all([
        prisma.image.findFirst({ where: { AND: [list, { id }] }, select: { id: true } }),
        prisma.image.count({ where: before }),
        prisma.image.count({ where: list }),
        prisma.image.findFirst({ where: before, orderBy: imageOrderBy(isNewest ? "IMPORTED" : "NEWEST") }),
        prisma.image.findFirst({ where: after, orderBy: imageOrderBy(args.order) }),
      ]);
      return { position: isIn === null ? null : countBefore, totalCount, previous, next };
    },
  }),
);
