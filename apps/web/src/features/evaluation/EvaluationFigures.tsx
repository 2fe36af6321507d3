import { Group, Text } from "@mantine/core";
import { formatPercentage } from "../../format/formatNumber.ts";
import { readAp } from "../../format/readAp.ts";

/** COCO's average precisions of an evaluation, in hundredths. */
export function EvaluationFigures({ metrics }: { metrics: unknown }) {
  const { segm, bbox } = readAp(metrics);
  const figures = [
    ["Mask AP", segm.AP],
    ["Mask AP50", segm.AP50],
    ["Mask AP75", segm.AP75],
    ["Box AP", bbox.AP],
    ["Box AP50", bbox.AP50],
  ] as const;
  return (
    <Group gap="xl" mb="md">
      {figures.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text fw={600} className="tabular">
            {formatPercentage(value)}
          </Text>
        </div>
      ))}
    </Group>
  );
}
