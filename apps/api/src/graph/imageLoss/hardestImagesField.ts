import { type ImageLossSummary, summariseImageLosses } from "@maskyard/store";
import type { Image as ImageRow } from "@maskyard/store/prisma";
import { builder } from "../builder/builder.ts";
import { costByPageSize } from "../builder/costByPageSize.ts";
import { selectionOfField } from "../builder/selectionOf.ts";
import { finiteValue } from "../metricSeries/metricSeriesType.ts";

const RUNS_MAX = 10;
const FIRST_MAX = 200;

interface HardImage extends ImageLossSummary {
  readonly image: ImageRow | null;
}

const HardImageType = builder.objectRef<HardImage>("HardImage").implement({
  description: "What one image's losses came to over the epochs of several runs.",
  fields: (t) => ({
    image: t.field({
      type: "Image",
      nullable: true,
      description: "null when the image was deleted since.",
      resolve: ({ image }) => image,
    }),
    runs: t.exposeInt("runs", { description: "Runs that saw it." }),
    times: t.exposeInt("times", { description: "How often they did, altogether." }),
    notNumbers: t.exposeInt("notNumbers", { description: "How often its loss was no finite number." }),
    relativeLoss: t.float({
      nullable: true,
      description:
        "Its mean loss in a run divided by that of all images of the run, as the mean over the runs: 2 is twice as hard as the average.",
      resolve: ({ relative }) => finiteValue(relative),
    }),
    latestLoss: t.float({
      nullable: true,
      description: "Mean over the runs of its loss as each last saw it.",
      resolve: ({ latest }) => finiteValue(latest),
    }),
    greatestLoss: t.float({ nullable: true, resolve: ({ greatest }) => finiteValue(greatest) }),
    greatestRun: t.prismaField({
      type: "Run",
      nullable: true,
      resolve: (query, { greatestAt }, _args, context) =>
        greatestAt && context.prisma.run.findUnique({ ...query, where: { id: greatestAt.runId } }),
    }),
    greatestStep: t.int({ nullable: true, resolve: ({ greatestAt }) => greatestAt?.step ?? null }),
  }),
});

builder.prismaObjectField("Dataset", "hardestImages", (t) =>
  t.field({
    type: [HardImageType],
    description: `The images that the dataset's newest runs (at most ${RUNS_MAX}) found hardest over all their epochs, the hardest first; those that gave losses that are no numbers before all others.`,
    complexity: costByPageSize,
    args: { runs: t.arg.int({ defaultValue: 5 }), first: t.arg.int({ defaultValue: 50 }) },
    resolve: async (dataset, { runs, first }, context, info): Promise<HardImage[]> => {
      const summaries = await summariseImageLosses(context.pool, {
        datasetId: dataset.id,
        runs: Math.max(1, Math.min(runs ?? 5, RUNS_MAX)),
        first: Math.max(1, Math.min(first ?? 50, FIRST_MAX)),
      });
      const images: ImageRow[] = await context.prisma.image.findMany({
        ...selectionOfField(context, info, "Image", ["image"]),
        where: { id: { in: summaries.map(({ imageId }) => imageId) } },
      });
      const byId = new Map(images.map((image) => [image.id, image]));
      return summaries.map((summary) => ({ ...summary, image: byId.get(summary.imageId) ?? null }));
    },
  }),
);
