"use client";

import { Button, Group, NumberInput, Popover, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { simplifyGeometry } from "@maskyard/annotations";
import { IconVectorSpline } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { formatCount } from "../../../format/formatNumber.ts";
import type { EditableShape, PolygonPart } from "../editing/editShape.ts";

interface SimplifyButtonProps {
  readonly parts: readonly PolygonPart[];
  readonly onReshape: (shape: EditableShape) => void;
}

/** Leaves points of an outline out, after saying how many and how far the outline moves by it. */
export function SimplifyButton({ parts, onReshape }: SimplifyButtonProps) {
  const [opened, popover] = useDisclosure(false);
  const [tolerancePx, setTolerancePx] = useState<number | string>(1);
  const simplified = useMemo(
    () => (opened ? simplifyGeometry({ type: "polygon", parts: [...parts] }, Number(tolerancePx) || 0) : null),
    [opened, parts, tolerancePx],
  );
  const isSimpler = simplified !== null && simplified.pointsAfter < simplified.pointsBefore;

  const apply = () => {
    if (simplified?.geometry.type !== "polygon") return;
    onReshape({ kind: "POLYGON", parts: simplified.geometry.parts });
    popover.close();
  };

  return (
    <Popover opened={opened} onChange={popover.toggle} trapFocus shadow="md" width={230} position="left-start">
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconVectorSpline size={13} />}
          onClick={popover.toggle}
        >
          Simplify the outline
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <NumberInput
            label="Largest deviation"
            size="xs"
            suffix=" px"
            min={0.1}
            max={100}
            step={0.5}
            decimalScale={2}
            value={tolerancePx}
            onChange={setTolerancePx}
            data-autofocus
          />
          <Text size="xs" c="dimmed" role="status">
            {simplified === null || !isSimpler
              ? "No point can be removed."
              : `Reduces ${formatCount(simplified.pointsBefore)} points to ${formatCount(simplified.pointsAfter)}. The outline moves by at most ${Math.ceil(simplified.distancePx * 100) / 100} px.`}
          </Text>
          <Group justify="flex-end">
            <Button size="xs" disabled={!isSimpler} onClick={apply}>
              Simplify
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
