interface ExportChoice {
  readonly datasetId: string;
  readonly format: string;
  readonly splitId: string | null;
  readonly withImages: boolean;
  /** Absent, the server's default. */
  readonly cocoLayout?: string;
  readonly vocBase?: string;
}

/** Where the server makes the export. */
export function exportAddress({ datasetId, format, splitId, withImages, ...more }: ExportChoice): string {
  const query = new URLSearchParams({ format, images: String(withImages) });
  if (splitId !== null) query.set("split", splitId);
  if (format === "coco" && more.cocoLayout !== undefined) query.set("cocoLayout", more.cocoLayout);
  if (format === "voc" && more.vocBase !== undefined) query.set("vocBase", more.vocBase);
  return `/files/datasets/${encodeURIComponent(datasetId)}/export?${query}`;
}
