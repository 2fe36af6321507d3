import { Anchor, Text } from "@mantine/core";
import { formatMetric, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { LossImageCard, lossImageFragment } from "./LossImageCard.tsx";

export const hardImageCardFragment = graphql(
  `
    fragment HardImageCard on HardImage {
      runs
      times
      notNumbers
      relativeLoss
      latestLoss
      greatestLoss
      greatestStep
      greatestRun {
        id
        number
      }
      image {
        ...LossImage
      }
    }
  `,
  [lossImageFragment],
);

interface HardImageCardProps {
  readonly hard: FragmentOf<typeof hardImageCardFragment>;
  readonly datasetId: string;
}

/** An image with its masks as they are now, how hard runs found it, and the step where it was hardest. */
export function HardImageCard({ hard: reference, datasetId }: HardImageCardProps) {
  const hard = readFragment(hardImageCardFragment, reference);
  return (
    <LossImageCard
      image={hard.image}
      datasetId={datasetId}
      augmentation={null}
      shown="original"
      figure={
        <Text size="xs" fw={600} className="tabular" style={{ whiteSpace: "nowrap" }}>
          {hard.notNumbers > 0
            ? `${formatQuantity(hard.notNumbers, "time")} not a number`
            : `${formatMetric(hard.relativeLoss)} × average`}
        </Text>
      }
    >
      <Text size="xs" c="dimmed" className="tabular">
        seen {formatQuantity(hard.times, "time")} by {formatQuantity(hard.runs, "run")} · last{" "}
        {formatMetric(hard.latestLoss)}
        {hard.greatestRun && hard.greatestStep !== null ? (
          <>
            {" · "}
            <Anchor
              component={PageLink}
              size="xs"
              href={`/runs/${hard.greatestRun.id}?images=${hard.greatestStep}-${hard.greatestStep}`}
            >
              {formatMetric(hard.greatestLoss)} at step {hard.greatestStep} of #{hard.greatestRun.number}
            </Anchor>
          </>
        ) : null}
      </Text>
    </LossImageCard>
  );
}
