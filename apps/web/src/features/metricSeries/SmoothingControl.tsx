import { Group, Slider, Switch, Text } from "@mantine/core";

interface SmoothingControlProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly logScale: boolean;
  readonly onLogScale: (value: boolean) => void;
}

/** The weight of the debiased moving average that is drawn over the raw values. */
export function SmoothingControl({ value, onChange, logScale, onLogScale }: SmoothingControlProps) {
  return (
    <Group gap="lg">
      <Group gap="sm" wrap="nowrap">
        <Text size="sm" id="smoothing-label">
          Smoothing
        </Text>
        <Slider
          w={140}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          label={(weight) => weight.toFixed(2)}
          thumbLabel="Smoothing"
          value={value}
          onChange={onChange}
        />
        <Text size="sm" c="dimmed" w={28} className="tabular">
          {value.toFixed(2)}
        </Text>
      </Group>
      <Switch
        size="sm"
        label="Log scale"
        checked={logScale}
        onChange={(event) => onLogScale(event.currentTarget.checked)}
      />
    </Group>
  );
}
