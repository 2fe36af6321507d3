"use client";

import { Button, Popover, Slider, Stack, Switch, Text } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useMaskStyle } from "./useMaskStyle.ts";

/** What is drawn over the images, and how strongly. */
export function MaskStyleMenu({ children }: { children?: ReactNode }) {
  const [style, setStyle] = useMaskStyle();
  return (
    <Popover position="bottom-end" shadow="md" width={240} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />}>
          View
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Switch
            label="Masks"
            size="sm"
            checked={style.masks}
            onChange={(event) => setStyle({ masks: event.currentTarget.checked })}
          />
          <Switch
            label="Boxes"
            size="sm"
            checked={style.boxes}
            onChange={(event) => setStyle({ boxes: event.currentTarget.checked })}
          />
          <Switch
            label="Labels"
            size="sm"
            checked={style.labels}
            onChange={(event) => setStyle({ labels: event.currentTarget.checked })}
          />
          <div>
            <Text size="sm" mb={4}>
              Mask opacity
            </Text>
            <Slider
              size="sm"
              min={0}
              max={1}
              step={0.02}
              thumbLabel="Mask opacity"
              label={(value) => `${Math.round(value * 100)}%`}
              value={style.opacity}
              onChange={(opacity) => setStyle({ opacity })}
            />
          </div>
          {children}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
