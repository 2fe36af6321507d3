import type { BoxXywhPx } from "../../document/types.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { VocFile, VocObject } from "./vocFile.ts";

/** Whether the files' boxes count pixels from 1: as asked for, else as the files tell. */
export function settleBase(files: readonly VocFile[], { options, document }: ReadContext): 0 | 1 {
  if (files.length === 0) return 0;
  const corners = files.flatMap(({ objects }) => objects.flatMap((object) => object.corners ?? []));
  const hasZero = corners.some(({ xmin, ymin }) => xmin < 1 || ymin < 1);
  const isDevkit = files.every((file) => file.isDevkit) && !hasZero;
  const base = options.vocBase ?? (isDevkit ? 1 : 0);
  const why =
    options.vocBase !== undefined
      ? "as asked for"
      : isDevkit
        ? "the files are the devkit's own"
        : hasZero
          ? "some begin at 0"
          : "the files do not say; if they are the devkit's, choose base 1";
  document.ledger.warn(
    base === 1
      ? `boxes are read as pixels counted from 1, both ends included: ${why}`
      : `boxes are read as coordinates from 0: ${why}`,
    files[0]?.path ?? "",
  );
  return base;
}

/** Counted from 1, a box less than a pixel wide ends before it begins: only beyond that are corners in the wrong order. */
export function boxOf({ corners }: VocObject, base: 0 | 1): { boxXywhPx: BoxXywhPx; isSwapped: boolean } | null {
  if (corners === null) return null;
  const [left, right] = ends(corners.xmin, corners.xmax, base);
  const [top, bottom] = ends(corners.ymin, corners.ymax, base);
  const isSwapped = left !== corners.xmin - base || top !== corners.ymin - base;
  return { boxXywhPx: [left, top, right - left, bottom - top], isSwapped };
}

function ends(from: number, to: number, base: 0 | 1): [number, number] {
  return from - base <= to ? [from - base, to] : [to - base, from];
}
