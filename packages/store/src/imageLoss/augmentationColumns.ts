import { type Augmentation, COLOR_KINDS, type ColorAdjustment, type SampleWindow } from "@maskyard/annotations";

/** Augmentations of a chunk's image-steps as columns: none at all where none was recorded, and none for what was done to no image. */
export interface AugmentationColumns {
  /** What was done, as a code; then the windows. */
  readonly integers: readonly Int32Array[];
  /** How far each kind of colour was changed, in the order of `COLOR_KINDS`; 0 where it was not. */
  readonly amounts: readonly Float64Array[];
}

const WINDOW_KEYS = ["scaledWidthPx", "scaledHeightPx", "leftPx", "topPx", "widthPx", "heightPx"] as const;

/** Bits of a code; above them the order of the colours, digits to the base of `ORDER_BASE`, the first one lowest. 0: not recorded. */
const RECORDED = 1;
const FLIPPED = 2;
const WINDOWED = 4;
const ORDER_UNIT = 8;
const ORDER_BASE = COLOR_KINDS.length + 1;

export function augmentationColumns(augmentations: readonly (Augmentation | null)[]): AugmentationColumns {
  const isAny = (has: (augmentation: Augmentation) => boolean) => augmentations.some((one) => one !== null && has(one));
  if (!isAny(() => true)) return { integers: [], amounts: [] };
  const integers = [Int32Array.from(augmentations, codeOf)];
  if (isAny(({ window }) => window !== null))
    for (const key of WINDOW_KEYS) integers.push(Int32Array.from(augmentations, (one) => one?.window?.[key] ?? 0));
  const amounts = isAny(({ colors }) => colors.length > 0)
    ? COLOR_KINDS.map((kind) =>
        Float64Array.from(augmentations, (one) => one?.colors.find((color) => color.kind === kind)?.amount ?? 0),
      )
    : [];
  return { integers, amounts };
}

/** The reverse: for one image-step what was done to it, null where that was not recorded. Throws on columns that are none of these. */
export function augmentationAt({ integers, amounts }: AugmentationColumns, index: number): Augmentation | null {
  const [codes, ...windows] = integers;
  const code = codes?.[index] ?? 0;
  if (code === 0) return null;
  const isWindowed = (code & WINDOWED) !== 0;
  if (isWindowed && windows.length !== WINDOW_KEYS.length)
    throw new Error(`augmentationAt: expected ${WINDOW_KEYS.length} columns of windows, got ${windows.length}`);
  return {
    window: isWindowed
      ? (Object.fromEntries(WINDOW_KEYS.map((key, at) => [key, windows[at]?.[index]])) as unknown as SampleWindow)
      : null,
    flipped: (code & FLIPPED) !== 0,
    colors: colorsAt(Math.floor(code / ORDER_UNIT), amounts, index),
  };
}

function codeOf(augmentation: Augmentation | null): number {
  if (augmentation === null) return 0;
  const { window, flipped, colors } = augmentation;
  const order = colors.reduceRight((rest, { kind }) => rest * ORDER_BASE + COLOR_KINDS.indexOf(kind) + 1, 0);
  return RECORDED + (flipped ? FLIPPED : 0) + (window ? WINDOWED : 0) + ORDER_UNIT * order;
}

function colorsAt(order: number, amounts: readonly Float64Array[], index: number): ColorAdjustment[] {
  const colors: ColorAdjustment[] = [];
  for (let rest = order; rest > 0; rest = Math.floor(rest / ORDER_BASE)) {
    const place = (rest % ORDER_BASE) - 1;
    const [kind, amount] = [COLOR_KINDS[place], amounts[place]?.[index]];
    if (kind === undefined || amount === undefined)
      throw new Error(`augmentationAt: expected ${COLOR_KINDS.length} columns of amounts, got ${amounts.length}`);
    colors.push({ kind, amount });
  }
  return colors;
}
