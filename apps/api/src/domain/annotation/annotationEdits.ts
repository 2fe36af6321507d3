import { type AnnotationRow, insertAnnotations, newId } from "@maskyard/store";
import type { Image } from "@maskyard/store/prisma";
import type { PoolClient } from "pg";
import type { Actor } from "../access/actor.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors/expectedErrors.ts";
import { isUniqueViolation } from "../errors/isUniqueViolation.ts";
import type { GeometryInputValue, Shape } from "./parseGeometryInput.ts";
import { requireRestorable } from "./requireRestorable.ts";
import { requireRevision } from "./restoreAnnotation.ts";
import { ChangedMeanwhileError, type Restoration, type Revision, restoreAll, reviseAll } from "./reviseAll.ts";

/** One change of a batch: exactly one of the four. */
export interface AnnotationEdit {
  readonly create?: CreateEdit | null | undefined;
  readonly update?: UpdateEdit | null | undefined;
  readonly delete?: DeleteEdit | null | undefined;
  readonly restore?: RestoreEdit | null | undefined;
}

interface CreateEdit {
  /** A UUID that the client made; made here when absent. */
  readonly id?: string | undefined;
  readonly categoryId: string;
  readonly geometry: GeometryInputValue;
}

interface DeleteEdit {
  readonly id: string;
  readonly expectedRevision: number;
}

interface UpdateEdit extends DeleteEdit {
  readonly categoryId?: string | undefined;
  readonly geometry?: GeometryInputValue | null | undefined;
  /** Instead of `geometry`: an earlier revision, whose shape comes back as it is stored. */
  readonly geometryOfRevision?: number | null | undefined;
}

interface RestoreEdit extends DeleteEdit {
  readonly revision: number;
}

/** What the edits stand on: the image, those of its annotations that the edits speak of, and its dataset's categories. */
export interface EditContext {
  readonly image: Image;
  readonly annotations: ReadonlyMap<string, { readonly revision: number; readonly deletedAt: Date | null }>;
  /** Those that the edits name and the dataset has; held by the caller's transaction. */
  readonly categoryIds: ReadonlySet<string>;
  /** Of what was drawn. Throws {@link InvalidInputError}. */
  readonly shapeOf: (geometry: GeometryInputValue) => Shape;
  /** Points of a shape that a revision brings back. */
  readonly pointsMax: number;
}

/** The annotation that an edit of an existing one speaks of. */
export function editedId(edit: AnnotationEdit): string | undefined {
  return (edit.update ?? edit.delete ?? edit.restore)?.id;
}

/** The category that an edit gives its annotation. */
export function namedCategoryId({ create, update }: AnnotationEdit): string | undefined {
  return create?.categoryId ?? update?.categoryId;
}

/** An edit that was checked, and what it writes: one of the three. */
interface Prepared {
  readonly id: string;
  readonly created?: AnnotationRow;
  readonly revised?: Revision;
  readonly restored?: Restoration;
}

/**
 * Makes the edits as if one after the other, within the caller's transaction and by as many statements as for one edit; returns the annotations'
 * ids. Throws with the place of an edit that cannot be made.
 */
export async function applyEdits(
  client: PoolClient,
  actor: Actor,
  edits: readonly AnnotationEdit[],
  context: EditContext,
): Promise<string[]> {
  const prepared: Prepared[] = [];
  let refusal: { readonly error: unknown } | null = null;
  for (const [i, edit] of edits.entries()) {
    try {
      prepared.push(prepareEdit(actor, edit, context));
    } catch (error) {
      refusal = { error: placed(error, i) };
      break;
    }
  }
  await requireAllRestorable(client, prepared, context.pointsMax);
  await createAll(client, prepared);
  for (const pass of passes(prepared)) await changeAll(client, actor, pass);
  // Those before it were made first: had one of them failed, that would be the one to tell of.
  if (refusal !== null) throw refusal.error;
  return prepared.map(({ id }) => id);
}

/** What is brought back has no more points than are taken now. */
async function requireAllRestorable(
  client: PoolClient,
  prepared: readonly Prepared[],
  pointsMax: number,
): Promise<void> {
  const wanted = prepared.flatMap(({ id, revised, restored }, place) => {
    const revision = restored?.revision ?? revised?.shapeOfRevision;
    return revision === undefined ? [] : [{ annotationId: id, revision, place }];
  });
  if (wanted.length === 0) return;
  try {
    await requireRestorable(client, wanted, pointsMax);
  } catch (error) {
    // It names one; which is the first is asked of each.
    for (const one of wanted) {
      await requireRestorable(client, [one], pointsMax).catch((first: unknown) => {
        throw placed(first, one.place);
      });
    }
    throw error;
  }
}

async function createAll(client: PoolClient, prepared: readonly Prepared[]): Promise<void> {
  const rows = prepared.flatMap(({ created }) => created ?? []);
  if (rows.length === 0) return;
  try {
    await insertAnnotations(client, rows);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const taken = /\(id\)=\(([^)]+)\)/.exec((error as { detail?: string }).detail ?? "")?.[1];
    const place = prepared.findLastIndex(({ id, created }) => created !== undefined && id.toLowerCase() === taken);
    const conflict = new ConflictError("An annotation with this id already exists.");
    throw place === -1 ? conflict : placed(conflict, place);
  }
}

interface Placed {
  readonly place: number;
  readonly edit: Prepared;
}

/** The changes in their order, cut where an annotation comes again: nearly always they are one pass. */
function passes(prepared: readonly Prepared[]): Placed[][] {
  const all: Placed[][] = [];
  let seen = new Set<string>();
  for (const [place, edit] of prepared.entries()) {
    if (edit.created !== undefined) continue;
    if (all.length === 0 || seen.has(edit.id)) {
      all.push([]);
      seen = new Set();
    }
    seen.add(edit.id);
    all.at(-1)?.push({ place, edit });
  }
  return all;
}

async function changeAll(client: PoolClient, actor: Actor, pass: readonly Placed[]): Promise<void> {
  const revised = pass.filter(({ edit }) => edit.revised !== undefined);
  const restored = pass.filter(({ edit }) => edit.restored !== undefined);
  const make = async (some: readonly Placed[], write: () => Promise<void>) => {
    try {
      if (some.length > 0) await write();
    } catch (error) {
      throw error instanceof ChangedMeanwhileError ? placed(error, some[error.index]?.place ?? 0) : error;
    }
  };
  await make(revised, () =>
    reviseAll(
      client,
      actor,
      revised.flatMap(({ edit }) => edit.revised ?? []),
    ),
  );
  await make(restored, () =>
    restoreAll(
      client,
      actor,
      restored.flatMap(({ edit }) => edit.restored ?? []),
    ),
  );
}

function prepareEdit(actor: Actor, edit: AnnotationEdit, context: EditContext): Prepared {
  const { create, update, restore } = edit;
  if ([create, update, edit.delete, restore].filter((part) => part != null).length !== 1) {
    throw new InvalidInputError("Give exactly one of create, update, delete and restore.");
  }
  if (create != null) return prepareCreate(actor, create, context);
  const id = editedId(edit) as string;
  const known = context.annotations.get(id);
  if (known === undefined || (known.deletedAt !== null && edit.delete != null)) {
    throw new NotFoundError("There is no such annotation on this image.");
  }
  if (restore != null) {
    requireRevision(restore.revision, known.revision, "revision");
    const { expectedRevision, revision } = restore;
    return { id, restored: { annotationId: id, expectedRevision, revision } };
  }
  if (update != null) return { id, revised: prepareUpdate(update, known.revision, context) };
  const expectedRevision = edit.delete?.expectedRevision as number;
  return { id, revised: { annotationId: id, expectedRevision, change: "DELETED" } };
}

function prepareCreate(
  actor: Actor,
  { id = newId(), categoryId, geometry }: CreateEdit,
  context: EditContext,
): Prepared {
  const { image } = context;
  requireCategory(context, categoryId);
  const shape = context.shapeOf(geometry);
  const place = { id, datasetId: image.datasetId, imageId: image.id, categoryId };
  return { id, created: { ...place, isCrowd: false, origin: "PERSON", authorId: actor.userId, ...shape } };
}

function prepareUpdate(
  { id, expectedRevision, categoryId, geometry, geometryOfRevision }: UpdateEdit,
  revision: number,
  context: EditContext,
): Revision {
  if (categoryId !== undefined) requireCategory(context, categoryId);
  if (categoryId === undefined && geometry == null && geometryOfRevision == null) {
    throw new InvalidInputError("There is nothing to change. Give `categoryId`, `geometry` or both.");
  }
  if (geometry != null && geometryOfRevision != null) {
    throw new InvalidInputError("Give either `geometry` or `geometryOfRevision`.", "geometryOfRevision");
  }
  if (geometryOfRevision != null) requireRevision(geometryOfRevision, revision, "geometryOfRevision");
  return {
    annotationId: id,
    expectedRevision,
    change: "CHANGED",
    categoryId,
    shape: geometry == null ? undefined : context.shapeOf(geometry),
    shapeOfRevision: geometryOfRevision ?? undefined,
  };
}

function requireCategory({ categoryIds }: EditContext, categoryId: string): void {
  if (!categoryIds.has(categoryId)) throw notOfTheDataset();
}

export function notOfTheDataset(): InvalidInputError {
  return new InvalidInputError("This category is not one of the dataset's, or is no longer.", "categoryId");
}

/** The same error with the place of its edit, so that a person with a hundred of them finds it. */
function placed(error: unknown, index: number): unknown {
  const at = `edits.${index}`;
  if (error instanceof InvalidInputError) {
    return new InvalidInputError(error.message, error.field === null ? at : `${at}.${error.field}`);
  }
  if (error instanceof ConflictError) return new ConflictError(`Edit ${index + 1}: ${error.message}`);
  if (error instanceof NotFoundError) return new NotFoundError(`Edit ${index + 1}: ${error.message}`);
  return error;
}
