import { formatQuantity } from "../../format/formatNumber.ts";

/** One revision of one annotation, as the graph tells it. */
export interface ImageEdit {
  readonly annotationId: string;
  readonly revision: {
    readonly revision: number;
    readonly change: "CREATED" | "CHANGED" | "DELETED" | "RESTORED";
    readonly createdAt: string;
    readonly origin: string;
    readonly category: { readonly name: string };
    readonly author: { readonly name: string } | null;
  };
}

/** What was done in one go: an import, a fix, a batch of edits, or one stroke. */
export interface HistoryMoment {
  readonly key: string;
  readonly at: string;
  /** "Anna changed 3 annotations: 2 car, 1 sign" */
  readonly text: string;
}

const CHANGES = { CREATED: "drew", CHANGED: "changed", DELETED: "deleted", RESTORED: "restored" } as const;

/** The edits of one transaction have one time; they are told together, in the order they come in (newest first). */
export function historyMoments(edits: readonly ImageEdit[]): HistoryMoment[] {
  const groups = new Map<string, { key: string; at: string; who: string; did: string; names: string[] }>();
  for (const { annotationId, revision } of edits) {
    const { createdAt: at, change, origin, author, category } = revision;
    const isImport = origin === "IMPORT" && change === "CREATED";
    const who = author?.name ?? (isImport ? "An import" : "Somebody");
    const did = isImport ? (author ? "imported" : "brought") : CHANGES[change];
    const id = JSON.stringify([at, who, did]);
    const group = groups.get(id) ?? { key: `${annotationId} ${revision.revision}`, at, who, did, names: [] };
    group.names.push(category.name);
    groups.set(id, group);
  }
  return [...groups.values()].map(({ key, at, who, did, names }) => ({
    key,
    at,
    text:
      names.length === 1
        ? `${who} ${did} ${names[0]}`
        : `${who} ${did} ${formatQuantity(names.length, "annotation")}: ${tally(names)}`,
  }));
}

/** "2 car, 1 sign", commonest first. */
function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
