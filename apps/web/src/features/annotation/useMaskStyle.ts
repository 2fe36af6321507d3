"use client";

import { useLocalStorage } from "@mantine/hooks";
import type { MaskStyle } from "../../mask/types.ts";

const DEFAULT_STYLE: MaskStyle = { masks: true, boxes: false, labels: false, opacity: 0.38 };

/** How instances are drawn over images; remembered in this browser, shared by grid, image page and predictions. */
export function useMaskStyle(): [MaskStyle, (change: Partial<MaskStyle>) => void] {
  const [style, setStyle] = useLocalStorage<MaskStyle>({
    key: "maskyard-mask-style",
    defaultValue: DEFAULT_STYLE,
    getInitialValueInEffect: false,
  });
  return [style, (change) => setStyle({ ...style, ...change })];
}
