import { type ImageLoss, readImageLosses } from "@maskyard/store";
import type { Image as ImageRow } from "@maskyard/store/prisma";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { selectionOfField } from "../builder/selectionOf.ts";
import { finiteValue } from "../metricSeries/metricSeriesType.ts";
import { AugmentationType } from "./augmentationType.ts";

const FIRST_MAX = 500;

interface LossOfImage extends ImageLoss {
  readonly image: ImageRow | null;
}

const ImageLossOrder = builder.enumType("ImageLossOrder", {
  values: {
    GREATEST: { value: "greatest", description: "Greatest total first." },
    LATEST: { value: "latest", description: "Each image once, with its latest losses, the greatest first." },
    STEP: { value: "step", description: "Oldest step first, its images in the order of the batch." },
  } as const,
});

const ImageLossType = builder.objectRef<LossOfImage>("ImageLoss").implement({
  description:
    "What one image's losses were at one step: those it would have, were it alone in its batch. null where one was no finite number.",
  fields: (t) => ({
    step: t.exposeInt("step"),
    image: t.field({
      type: "Image",
      nullable: true,
      description: "null when the image was deleted since.",
      resolve: (loss) => loss.image,
    }),
    augmentation: t.field({
      type: AugmentationType,
      nullable: true,
      description:
        "What was done to the image before this step saw it; null where that was not recorded, as in steps of versions before.",
      resolve: ({ augmentation, image }) => augmentation && { ...augmentation, image },
    }),
    total: t.float({
      nullable: true,
      description: "Sum of the five.",
      resolve: (loss) => finiteValue(loss.total),
    }),
    classifier: t.float({ nullable: true, resolve: (loss) => finiteValue(loss.classifier) }),
    boxRegression: t.float({ nullable: true, resolve: (loss) => finiteValue(loss.boxRegression) }),
    mask: t.float({ nullable: true, resolve: (loss) => finiteValue(loss.mask) }),
    objectness: t.float({ nullable: true, resolve: (loss) => finiteValue(loss.objectness) }),
    rpnBoxRegression: t.float({ nullable: true, resolve: (loss) => finiteValue(loss.rpnBoxRegression) }),
  }),
});

builder.prismaObjectField("Run", "imageLosses", (t) =>
  t.field({
    type: [ImageLossType],
    description: `Losses of single training images, at one \`step\` or from \`fromStep\` to \`toStep\`, at most ${FIRST_MAX}.`,
    complexity: costByPageSize,
    args: {
      step: t.arg.int(),
      fromStep: t.arg.int(),
      toStep: t.arg.int(),
      order: t.arg({ type: ImageLossOrder, defaultValue: "greatest" }),
      first: t.arg.int({ defaultValue: 50 }),
    },
    resolve: async (run, args, context, info): Promise<LossOfImage[]> => {
      if (args.step != null && (args.fromStep != null || args.toStep != null)) {
        throw new InvalidInputError("Ask for one step or for a range of steps, not for both.", "step");
      }
      const fromStep = args.step ?? args.fromStep;
      const toStep = args.step ?? args.toStep;
      const losses = await readImageLosses(context.pool, {
        runId: run.id,
        order: args.order ?? "greatest",
        first: Math.max(1, Math.min(args.first ?? 50, FIRST_MAX)),
        ...(fromStep == null ? {} : { fromStep }),
        ...(toStep == null ? {} : { toStep }),
      });
      const images: ImageRow[] = await context.prisma.image.findMany({
        ...selectionOfField(context, info, "Image", ["image"]),
        where: { id: { in: [...new Set(losses.map((loss) => loss.imageId))] } },
      });
      const byId = new Map(images.map((image) => [image.id, image]));
      return losses.map((loss) => ({ ...loss, image: byId.get(loss.imageId) ?? null }));
    },
  }),
);
