"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import type { AxisRange } from "../../chart/types.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { AXIS_KINDS, type AxisKind, axisRangeText, parseAxisRange } from "./curveAxis.ts";

const SMOOTHING = 0.6;

/** How curves are looked at. All of it stands in the page's address. */
export interface CurveView {
  readonly axis: AxisKind;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of the debiased moving average, 0 up to 0.99. */
  readonly smoothing: number;
  /** The part of the axis that is shown, in its own units; null for all. */
  readonly range: AxisRange | null;
  readonly setAxis: (axis: AxisKind) => void;
  readonly setLogX: (on: boolean) => void;
  readonly setLogY: (on: boolean) => void;
  /** Shows a weight that is still being chosen: browsers let the address change a few times a second only. */
  readonly previewSmoothing: (weight: number) => void;
  readonly setSmoothing: (weight: number) => void;
  readonly setRange: (range: AxisRange | null) => void;
}

/**
 * The view of curves in the address: `x`, `log` (of "x", "y"), `smooth`, `zoom`. The smoothing and the scale a person last chose are theirs on
 * pages that do not say; they are then written into the address, so that it shows the same to whom it is sent.
 */
export function useCurveView(): CurveView {
  const [axisText, setAxisText] = useQueryState("x");
  const [logText, setLogText] = useQueryState("log");
  const [smoothText, setSmoothText] = useQueryState("smooth");
  const [zoomText, setZoom] = useQueryState("zoom");
  const [lastSmoothing, setLastSmoothing] = useLocalStorage({
    key: "maskyard-smoothing",
    defaultValue: SMOOTHING,
    getInitialValueInEffect: false,
  });
  const axis = AXIS_KINDS.find(({ value }) => value === axisText)?.value ?? "step";
  const range = useMemo(() => parseAxisRange(zoomText), [zoomText]);
  const [previewed, setPreviewed] = useState<number | null>(null);
  const smoothing = previewed ?? readSmoothing(smoothText) ?? SMOOTHING;

  useEffect(() => {
    if (smoothText === null) setSmoothText(String(lastSmoothing));
  }, [smoothText, lastSmoothing, setSmoothText]);

  const logX = logText?.includes("x") ?? false;
  const logY = logText?.includes("y") ?? false;
  const setLog = (x: boolean, y: boolean) => setLogText(`${x ? "x" : ""}${y ? "y" : ""}`);
  return {
    axis,
    logX,
    logY,
    smoothing,
    range,
    setAxis: (next) => {
      // A range in steps means nothing in hours.
      setZoom(null);
      setAxisText(next === "step" ? null : next);
    },
    setLogX: (on) => setLog(on, logY),
    setLogY: (on) => setLog(logX, on),
    previewSmoothing: setPreviewed,
    setSmoothing: (weight) => {
      setPreviewed(null);
      setLastSmoothing(weight);
      setSmoothText(String(weight));
    },
    setRange: (next) => setZoom(axisRangeText(next)),
  };
}

function readSmoothing(text: string | null): number | null {
  const weight = text === null || text === "" ? Number.NaN : Number(text);
  return weight >= 0 && weight < 1 ? weight : null;
}
