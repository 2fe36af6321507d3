import { Text } from "@mantine/core";
import { formatMetric } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import classes from "./ImageLossCard.module.css";
import { LossImageCard, lossImageFragment } from "./LossImageCard.tsx";
import { lossParts } from "./lossParts.ts";

export const imageLossCardFragment = graphql(
  `
    fragment ImageLossCard on ImageLoss {
      step
      total
      classifier
      boxRegression
      mask
      objectness
      rpnBoxRegression
      image {
        ...LossImage
      }
    }
  `,
  [lossImageFragment],
);

interface ImageLossCardProps {
  readonly loss: FragmentOf<typeof imageLossCardFragment>;
  readonly datasetId: string | null;
}

/** One image of a step with its masks as they are now, and what its five losses were. */
export function ImageLossCard({ loss: reference, datasetId }: ImageLossCardProps) {
  const loss = readFragment(imageLossCardFragment, reference);
  const parts = lossParts(loss);
  return (
    <LossImageCard
      image={loss.image}
      datasetId={datasetId}
      figure={
        <Text size="xs" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
          step {loss.step} · loss {loss.total === null ? "not a number" : formatMetric(loss.total)}
        </Text>
      }
    >
      <div className={classes.bar} aria-hidden>
        {parts.map(({ key, color, share }) => (
          <span key={key} style={{ width: `${100 * share}%`, background: color }} />
        ))}
      </div>
      <dl className={classes.parts}>
        {parts.map(({ key, label, color, value }) => (
          <div key={key}>
            <dt>
              <span className={classes.dot} style={{ background: color }} />
              {label}
            </dt>
            <dd className="tabular">{value === null ? "NaN" : formatMetric(value)}</dd>
          </div>
        ))}
      </dl>
    </LossImageCard>
  );
}
