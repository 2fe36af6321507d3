import { type ManifestImage, type ManifestImagePage, readManifestImages, type SubsetName } from "@maskyard/store";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { Subset } from "../split/subset.ts";
import { Snapshot } from "./snapshotType.ts";

const PAGE_MAX = 500;
const DEFAULT_PAGE = 50;

const SnapshotImage = builder.objectRef<ManifestImage>("SnapshotImage").implement({
  description: "An image as the snapshot froze it.",
  fields: (t) => ({
    fileName: t.exposeString("fileName"),
    sha256: t.exposeString("blobSha256"),
    widthPx: t.exposeInt("widthPx"),
    heightPx: t.exposeInt("heightPx"),
    annotationCount: t.int({ resolve: (image) => image.annotations.length }),
    subset: t.field({
      type: Subset,
      nullable: true,
      resolve: (image) => (image.subset?.toUpperCase() ?? null) as Uppercase<SubsetName> | null,
    }),
    image: t.loadable({
      type: "Image",
      nullable: true,
      description: "As it is now; null when it was deleted since.",
      load: async (ids: string[], context) => {
        const images = await context.prisma.image.findMany({ where: { id: { in: ids } } });
        const byId = new Map(images.map((image) => [image.id, image]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      resolve: (image) => image.id,
    }),
  }),
});

const SnapshotImagePage = builder.objectRef<ManifestImagePage>("SnapshotImagePage").implement({
  fields: (t) => ({
    images: t.field({ type: [SnapshotImage], resolve: (page) => [...page.images] }),
    endCursor: t.id({
      nullable: true,
      description: "Where the next page begins: its `after`. Null after the last.",
      resolve: (page) => {
        const last = page.images.at(-1);
        return page.hasMore && last !== undefined ? encodeGlobalId("Image", last.id) : null;
      },
    }),
  }),
});

builder.prismaObjectField(Snapshot, "images", (t) =>
  t.field({
    type: SnapshotImagePage,
    description: "The images it froze, in the order of their ids.",
    complexity: ({ first }) => ({
      ...costByPageSize({ first: Math.min(first ?? DEFAULT_PAGE, PAGE_MAX) }),
      field: 10,
    }),
    args: {
      first: t.arg.int({ defaultValue: DEFAULT_PAGE }),
      after: t.arg.globalID({ for: "Image" }),
      subset: t.arg({ type: Subset }),
    },
    resolve: (snapshot, { first, after, subset }, context) =>
      readManifestImages(context.blobs, snapshot.manifestSha256, {
        first: Math.max(1, Math.min(first ?? DEFAULT_PAGE, PAGE_MAX)),
        afterId: after?.id,
        subset: subset == null ? undefined : (subset.toLowerCase() as SubsetName),
      }),
  }),
);
