import type { EditRequest, Operation } from "../EditingState.ts";
import type { Told } from "../takeAnswer.ts";

/** The content of the model's annotations: two fields, so that edits meet in one, the other or both. */
export interface ModelContent {
  readonly categoryId: string;
  readonly shape: { readonly x: number };
}

interface Row {
  revision: number;
  isDeleted: boolean;
  content: ModelContent;
  readonly revisions: Map<number, ModelContent>;
}

export type ModelAnswer =
  | { readonly name: "stored"; readonly told: readonly Told<ModelContent>[] }
  | { readonly name: "refused"; readonly code: string; readonly message: string };

/** A category the server takes no annotations of, and the largest x that it stores as given. */
export const RETIRED_CATEGORY = "retired";
export const X_MOST = 90;

class ModelRefusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What the API promises of `editAnnotations`: all or none, a revision a change, and nothing twice under one key. */
export class ModelServer {
  rows = new Map<string, Row>();
  /** Ids of the batches made, by their keys. */
  readonly batches = new Map<string, readonly string[]>();

  execute({ key, operations }: EditRequest<ModelContent>): ModelAnswer {
    const made = this.batches.get(key);
    if (made !== undefined) return { name: "stored", told: made.map((id) => this.tell(id)) };
    const before = this.rows;
    this.rows = new Map([...before].map(([id, row]) => [id, { ...row, revisions: new Map(row.revisions) }]));
    try {
      for (const operation of operations) this.#apply(operation);
    } catch (error) {
      if (!(error instanceof ModelRefusal)) throw error;
      this.rows = before;
      return { name: "refused", code: error.code, message: error.code };
    }
    const ids = operations.map(({ id }) => id);
    this.batches.set(key, ids);
    return { name: "stored", told: ids.map((id) => this.tell(id)) };
  }

  tell(id: string): Told<ModelContent> {
    const row = this.rows.get(id) as Row;
    return { id, revision: row.revision, isDeleted: row.isDeleted, content: row.content };
  }

  inForce(): Told<ModelContent>[] {
    return [...this.rows].filter(([, row]) => !row.isDeleted).map(([id]) => this.tell(id));
  }

  /** A writer without a net: it changes what is there, whatever that is. */
  write(id: string, change: { readonly content?: ModelContent; readonly isDeleted?: boolean }): void {
    const row = this.rows.get(id);
    if (row === undefined) {
      const content = change.content as ModelContent;
      this.rows.set(id, { revision: 1, isDeleted: false, content, revisions: new Map([[1, content]]) });
    } else this.#revise(row, change.content ?? row.content, change.isDeleted ?? false);
  }

  #apply(operation: Operation<ModelContent>): void {
    const row = this.rows.get(operation.id);
    if (operation.kind === "create") {
      if (row !== undefined) throw new ModelRefusal("CONFLICT");
      this.write(operation.id, { content: accepted(operation.content) });
      return;
    }
    if (row === undefined || (row.isDeleted && operation.kind !== "restore")) throw new ModelRefusal("NOT_FOUND");
    if (row.revision !== operation.expectedRevision) throw new ModelRefusal("CONFLICT");
    if (operation.kind === "delete") this.#revise(row, row.content, true);
    else if (operation.kind === "restore") this.#revise(row, revisionOf(row, operation.revision), false);
    else {
      const { categoryId, shape } = operation.fields as Record<string, { value: unknown; revision: number | null }>;
      const given = accepted({
        categoryId: (categoryId?.value as string | undefined) ?? row.content.categoryId,
        shape: (shape?.value as ModelContent["shape"] | undefined) ?? row.content.shape,
      });
      const byRevision = shape?.revision == null ? given.shape : revisionOf(row, shape.revision).shape;
      this.#revise(row, { ...given, shape: byRevision }, false);
    }
  }

  #revise(row: Row, content: ModelContent, isDeleted: boolean): void {
    row.revision += 1;
    row.content = content;
    row.isDeleted = isDeleted;
    row.revisions.set(row.revision, content);
  }
}

function revisionOf(row: Row, revision: number): ModelContent {
  const content = row.revisions.get(revision);
  if (content === undefined) throw new ModelRefusal("INVALID_INPUT");
  return content;
}

/** What the server makes of a content: it refuses a retired category, and cuts at the image's edge. */
function accepted({ categoryId, shape }: ModelContent): ModelContent {
  if (categoryId === RETIRED_CATEGORY) throw new ModelRefusal("INVALID_INPUT");
  return { categoryId, shape: { x: Math.min(shape.x, X_MOST) } };
}
