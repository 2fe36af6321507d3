import type { Exchange } from "@urql/core";
import { type Cache, cacheExchange, type Entity } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import cacheTypes from "./generated/cacheTypes.json" with { type: "json" };

/** Fields of a dataset that tell of the images it has. */
const LISTS_OF_IMAGES = [
  ...["images", "imagePage", "imageCount", "coverImages", "imageDeletions", "imagesToDelete", "hardestImages"],
  ...["annotationCount", "categories", "tags", "splits", "findings"],
];

/**
 * A normalised cache, its types taken from the schema (tools/cacheTypesOf.mjs): a run that a subscription brings changes every table and header that shows it. After a mutation only the
 * fields it touched are read again.
 */
export function createCache(): Exchange {
  return cacheExchange({
    // Without it a fragment on an interface would be matched by guessing, and the reason of a refusal lost.
    possibleTypes: cacheTypes.possibleTypes,
    keys: Object.fromEntries(cacheTypes.valueTypes.map((name) => [name, () => null])),
    resolvers: {
      Query: Object.fromEntries(
        Object.entries(cacheTypes.entityFields).map(([field, typename]) => [field, entity(typename)]),
      ),
      Evaluation: { images: relayPagination() },
    },
    updates: {
      Mutation: {
        createDataset: (_result, _args, cache) => invalidateFields(cache, "Query", ["datasets", "projects"]),
        updateDataset: (_result, _args, cache) => invalidateFields(cache, "Query", ["datasets", "projects"]),
        deleteDataset: (_result, _args, cache) => invalidateFields(cache, "Query", ["datasets", "projects"]),
        createSplit: (_result, args, cache) =>
          invalidateFields(cache, { __typename: "Dataset", id: inputOf(args).datasetId as string }, ["splits"]),
        createFolds: (_result, args, cache) =>
          invalidateFields(cache, { __typename: "Dataset", id: inputOf(args).datasetId as string }, ["splits"]),
        deleteSplit: (_result, _args, cache) => {
          for (const dataset of datasetsRead(cache)) invalidateFields(cache, dataset, ["splits"]);
        },
        setCaptureGroups: (_result, args, cache) => {
          const dataset = { __typename: "Dataset", id: inputOf(args).datasetId as string };
          const splits = cache.resolve(dataset, "splits");
          if (Array.isArray(splits)) for (const split of splits) invalidateFields(cache, split as Entity, ["leakage"]);
        },
        // Which images a filter by tag shows, and what they are tagged with, is read anew.
        tagImages: (_result, args, cache) => {
          const { datasetId, imageIds } = inputOf(args);
          for (const id of (imageIds ?? []) as string[]) {
            invalidateFields(cache, { __typename: "Image", id }, ["tags"]);
          }
          const dataset = { __typename: "Dataset", id: datasetId as string };
          invalidateFields(cache, dataset, ["images", "imagePage"]);
          const splits = cache.resolve(dataset, "splits");
          if (Array.isArray(splits)) for (const split of splits) invalidateFields(cache, split as Entity, ["leakage"]);
        },
        deleteImages: (_result, args, cache) => invalidateImages(cache, inputOf(args)),
        restoreDeletedImages: (_result, args, cache) => invalidateImages(cache, inputOf(args)),
        createCategory: (_result, args, cache) =>
          invalidateFields(cache, { __typename: "Dataset", id: inputOf(args).datasetId as string }, ["categories"]),
        deleteCategory: (_result, _args, cache) => invalidateCategories(cache),
        // Every annotation of the merged one is another: masks, tables and counts are read anew.
        mergeCategories: (_result, _args, cache) => {
          invalidateCategories(cache);
          for (const dataset of datasetsRead(cache))
            invalidateFields(cache, dataset, ["images", "imagePage", "splits", "findings"]);
        },
        createAnnotation: (result, args, cache) => {
          const image = { __typename: "Image", id: inputOf(args).imageId as string };
          const created = result.createAnnotation as { __typename: string; data?: Entity } | null;
          const known = cache.resolve(image, "annotations");
          if (succeeded(created) && Array.isArray(known)) {
            cache.link(image, "annotations", [...known, created?.data] as Entity[]);
          }
          invalidateFields(cache, image, ["annotationCount"]);
        },
        updateAnnotation: (_result, args, cache) =>
          invalidateFields(cache, { __typename: "Annotation", id: inputOf(args).id as string }, ["revisions"]),
        editAnnotations: (result, args, cache) => takeEdits(result.editAnnotations, inputOf(args).imageId, cache),
        // One that was deleted comes back to its image's list.
        restoreAnnotation: (_result, args, cache) => {
          invalidateFields(cache, { __typename: "Annotation", id: inputOf(args).id as string }, ["revisions"]);
          for (const image of cache.inspectFields("Query").filter(({ fieldName }) => fieldName === "image")) {
            const id = (image.arguments as { id?: string } | null)?.id;
            if (id) invalidateFields(cache, { __typename: "Image", id }, ["annotations", "annotationCount", "history"]);
          }
        },
        restoreImage: (_result, args, cache) => {
          const image = { __typename: "Image", id: inputOf(args).imageId as string };
          invalidateFields(cache, image, ["annotations", "annotationCount", "history"]);
        },
        deleteAnnotation: (result, args, cache) => {
          if (succeeded(result.deleteAnnotation)) {
            cache.invalidate({ __typename: "Annotation", id: inputOf(args).id as string });
          }
        },
        launchRun: (_result, _args, cache) => invalidateRunLists(cache),
        createSweep: (_result, _args, cache) => {
          invalidateFields(cache, "Query", ["sweeps"]);
          invalidateRunLists(cache);
        },
        deleteSweep: (_result, _args, cache) => invalidateFields(cache, "Query", ["sweeps", "sweep"]),
        cloneRun: (_result, _args, cache) => invalidateRunLists(cache),
        retryRun: (_result, _args, cache) => invalidateRunLists(cache),
        updateRuns: (_result, _args, cache) => invalidateRunLists(cache),
        deleteRuns: (_result, _args, cache) => invalidateRunLists(cache),
        registerModelVersion: (result, args, cache) => {
          invalidateFields(cache, "Query", ["registeredModels", "registeredModel"]);
          const { checkpointId, runId } = inputOf(args) as { checkpointId?: string | null; runId?: string | null };
          if (checkpointId) invalidateFields(cache, { __typename: "Checkpoint", id: checkpointId }, ["modelVersions"]);
          if (runId) invalidateFields(cache, { __typename: "Run", id: runId }, ["modelVersions", "loggedModels"]);
          const version = (result.registerModelVersion as { data?: { model?: Entity } } | null)?.data;
          if (version?.model)
            invalidateFields(cache, version.model, ["versions", "latestVersion", "aliases", "aliasMoves"]);
        },
        updateRegisteredModel: (_result, _args, cache) => invalidateFields(cache, "Query", ["registeredModels"]),
        createWebhook: (_result, _args, cache) => invalidateFields(cache, "Query", ["webhooks"]),
        deleteWebhook: (_result, _args, cache) => invalidateFields(cache, "Query", ["webhooks"]),
        createApiToken: (_result, _args, cache) => invalidateViewer(cache, "apiTokens"),
        revokeApiToken: (_result, _args, cache) => invalidateViewer(cache, "apiTokens"),
        saveView: (_result, _args, cache) => invalidateViewer(cache, "savedViews"),
        deleteSavedView: (_result, _args, cache) => invalidateViewer(cache, "savedViews"),
      },
      Subscription: {
        runsChanged: (result, _args, cache) => {
          const run = result.runsChanged as Entity;
          // Subscriptions do not select createdAt, so it is known only of runs that a list or a page has read: others are new to the lists.
          if (cache.resolve(run, "createdAt") === undefined) invalidateRunLists(cache);
        },
      },
    },
  });
}

interface EditedEntity {
  readonly __typename: "Annotation";
  readonly id: string;
  readonly isDeleted?: boolean;
}

/** The image's list has what a batch of edits made, and no longer what it deleted. */
function takeEdits(result: unknown, imageId: unknown, cache: Cache): void {
  if (!succeeded(result)) return;
  const image = { __typename: "Image", id: imageId as string };
  const { data } = result as { data: readonly EditedEntity[] };
  const keyOf = (one: EditedEntity) => cache.keyOfEntity(one as unknown as Entity) as string;
  const deleted = new Set(data.filter(({ isDeleted }) => isDeleted).map(keyOf));
  const known = cache.resolve(image, "annotations");
  if (Array.isArray(known)) {
    const kept = known.filter((key) => !deleted.has(String(key)));
    const added = data.map(keyOf).filter((key) => !deleted.has(key) && !kept.includes(key));
    cache.link(image, "annotations", [...kept, ...new Set(added)] as Entity[]);
  }
  for (const one of data) invalidateFields(cache, one as unknown as Entity, ["revisions"]);
  invalidateFields(cache, image, ["annotationCount", "history"]);
}

function entity(typename: string) {
  return (_parent: unknown, args: Record<string, unknown>) => ({ __typename: typename, id: args.id as string });
}

function inputOf(args: Record<string, unknown>): Record<string, unknown> {
  return (args.input ?? {}) as Record<string, unknown>;
}

function succeeded(result: unknown): boolean {
  const typename = (result as { __typename?: string } | null)?.__typename;
  return typename?.endsWith("Success") ?? false;
}

function invalidateFields(cache: Cache, of: Entity, fieldNames: readonly string[]): void {
  for (const field of cache.inspectFields(of)) {
    if (fieldNames.includes(field.fieldName)) cache.invalidate(of, field.fieldKey);
  }
}

/** Images have left their dataset or come back: all that lists or counts images is read anew. */
function invalidateImages(cache: Cache, { datasetId, imageIds }: Record<string, unknown>): void {
  for (const id of (imageIds ?? []) as string[]) {
    invalidateFields(cache, { __typename: "Image", id }, ["deletedAt", "annotations", "annotationCount", "history"]);
  }
  invalidateFields(cache, { __typename: "Dataset", id: datasetId as string }, LISTS_OF_IMAGES);
  invalidateFields(cache, "Query", ["datasets"]);
}

function datasetsRead(cache: Cache): Entity[] {
  const reads = cache.inspectFields("Query").filter(({ fieldName }) => fieldName === "dataset");
  return reads.flatMap(({ arguments: args }) =>
    typeof args?.id === "string" ? [{ __typename: "Dataset", id: args.id }] : [],
  );
}

function invalidateCategories(cache: Cache): void {
  for (const dataset of datasetsRead(cache)) invalidateFields(cache, dataset, ["categories"]);
}

function invalidateRunLists(cache: Cache): void {
  invalidateFields(cache, "Query", ["runs", "runGroups"]);
}

function invalidateViewer(cache: Cache, field: string): void {
  const viewer = cache.resolve("Query", "viewer");
  if (typeof viewer === "string") invalidateFields(cache, viewer as unknown as Entity, [field]);
}
