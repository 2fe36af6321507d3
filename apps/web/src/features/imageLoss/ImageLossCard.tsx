import { Text } from "@mantine/core";
import { useMemo } from "react";
import { formatMetric } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { augmentationFragment, augmentationOf } from "./augmentationFragment.ts";
import classes from "./ImageLossCard.module.css";
import { LossImageCard, lossImageFragment } from "./LossImageCard.tsx";
import { lossParts } from "./lossParts.ts";
import type { ShownPicture } from "./PictureChoice.tsx";

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
      augmentation {
        ...ImageAugmentation
      }
      image {
        ...LossImage
      }
    }
  `,
  [augmentationFragment, lossImageFragment],
);

interface ImageLossCardProps {
  readonly loss: FragmentOf<typeof imageLossCardFragment>;
  readonly datasetId: string | null;
  readonly shown: ShownPicture;
}

/** One image of a step with its masks as they are now, what was done to it, and what its five losses were. */
export function ImageLossCard({ loss: reference, datasetId, shown }: ImageLossCardProps) {
  const loss = readFragment(imageLossCardFragment, reference);
  const augmentation = useMemo(() => loss.augmentation && augmentationOf(loss.augmentation), [loss.augmentation]);
  const parts = lossParts(loss);
  return (
    <LossImageCard
      image={loss.image}
      datasetId={datasetId}
      augmentation={augmentation}
      shown={shown}
      figure={
        <Text size="xs" c="dimmed" className="tabular" style={{ whiteSpace: "nowrap" }}>
          step {loss.step} · loss {loss.total === null ? "not a number" : formatMetric(loss.total)}
        </Text>
      }
    >
      {loss.augmentation || shown === "trained" ? (
        <Text size="xs" c="dimmed" mt={2} className="tabular">
          {loss.augmentation?.words ?? "The augmentation of this image was not recorded, so the original is shown."}
        </Text>
      ) : null}
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
