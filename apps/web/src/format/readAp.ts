/** COCO's summary of one kind of match, fractions of 1; null where there was nothing to measure. */
export interface ApSummary {
  readonly AP: number | null;
  readonly AP50: number | null;
  readonly AP75: number | null;
}

const NOTHING: ApSummary = { AP: null, AP50: null, AP75: null };

/** The figures of an evaluation's metrics, `{segm: {AP, …}, bbox: {AP, …}}`; -1 is COCO's "nothing to measure". */
export function readAp(metrics: unknown): { readonly segm: ApSummary; readonly bbox: ApSummary } {
  const kinds = (metrics ?? {}) as Record<string, Record<string, unknown> | undefined>;
  return { segm: summary(kinds.segm), bbox: summary(kinds.bbox) };
}

function summary(values: Record<string, unknown> | undefined): ApSummary {
  if (!values) return NOTHING;
  const figure = (name: string) => {
    const value = values[name];
    return typeof value === "number" && value >= 0 ? value : null;
  };
  return { AP: figure("AP"), AP50: figure("AP50"), AP75: figure("AP75") };
}
