import { Button, Chip, Group, SegmentedControl, Slider, Text } from "@mantine/core";
import { IconZoomReset } from "@tabler/icons-react";
import classes from "./CurveViewControls.module.css";
import { AXIS_KINDS, type AxisKind, CURVE_AXES } from "./curveAxis.ts";
import type { CurveView } from "./useCurveView.ts";

/** What curves are drawn over, their scales and smoothing, and the way back from a zoom. */
export function CurveViewControls({ view }: { view: CurveView }) {
  const { formatPlace } = CURVE_AXES[view.axis];
  return (
    <Group gap="sm" className={classes.bar ?? ""}>
      <SegmentedControl
        size="xs"
        aria-label="Horizontal axis"
        data={[...AXIS_KINDS]}
        value={view.axis}
        onChange={(axis) => view.setAxis(axis as AxisKind)}
      />
      <Group gap={4}>
        <Chip size="xs" checked={view.logX} onChange={view.setLogX}>
          log x
        </Chip>
        <Chip size="xs" checked={view.logY} onChange={view.setLogY}>
          log y
        </Chip>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" c="dimmed">
          Smoothing
        </Text>
        <Slider
          w={110}
          size="sm"
          min={0}
          max={0.99}
          step={0.01}
          label={(weight) => weight.toFixed(2)}
          thumbLabel="Smoothing"
          value={view.smoothing}
          onChange={view.previewSmoothing}
          onChangeEnd={view.setSmoothing}
        />
        <Text size="sm" c="dimmed" w={28} className="tabular">
          {view.smoothing.toFixed(2)}
        </Text>
      </Group>
      {view.range ? (
        <Button
          variant="light"
          size="compact-sm"
          leftSection={<IconZoomReset size={15} />}
          onClick={() => view.setRange(null)}
        >
          {formatPlace(Math.max(0, view.range.from))} to{" "}
          {formatPlace(view.range.to).replace(/^(step|epoch|after) /, "")}
        </Button>
      ) : null}
    </Group>
  );
}
