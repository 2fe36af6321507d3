interface ExportChoice {
  readonly datasetId: string;
  readonly format: string;
  readonly splitId: string | null;
  readonly withImages: boolean;
}

/** Where the server makes the export. */
export function exportAddress({ datasetId, format, splitId, withImages }: ExportChoice): string {
  const query = new URLSearchParams({ format, images: String(withImages) });
  if (splitId !== null) query.set("split", splitId);
  return `/files/datasets/${encodeURIComponent(datasetId)}/export?${query}`;
}
