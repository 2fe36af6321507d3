import { type ImageFilterInput, type ImageFilterState, imageFilterInput, SUBSETS, UNTAGGED } from "./imageFilter.ts";

export type ImageOrder = "IMPORTED" | "NEWEST";

/**
 * Which images somebody works through, and in what order: what the grid shows and what the image page walks by. It stands in the address of both, so that
 * going back, reloading, a second tab and a link that is sent on keep it.
 */
export interface WorkList {
  readonly filter: ImageFilterState;
  readonly order: ImageOrder;
}

interface Parameters {
  readonly get: (name: string) => string | null;
}

/** Reads a list from an address. A subset that names no split is one of `newestSplitId`. */
export function readWorkList(parameters: Parameters, newestSplitId: string | null = null): WorkList {
  const text = (name: string) => parameters.get(name)?.trim() || null;
  return {
    filter: {
      fileName: text("name"),
      categoryId: text("category"),
      unannotated: parameters.get("unannotated") !== null,
      splitId: text("split") ?? newestSplitId,
      subset: SUBSETS.find(({ value }) => value === parameters.get("subset"))?.value ?? null,
      tag: parameters.get("untagged") === null ? text("tag") : UNTAGGED,
    },
    order: parameters.get("order") === "newest" ? "NEWEST" : "IMPORTED",
  };
}

/** Undoes {@link readWorkList}: nothing for the list of all images as they were imported. A split stands there only with a subset of it. */
export function workListParameters({ filter, order }: WorkList): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | null) => {
    if (value !== null && value !== "") parameters.set(name, value);
  };
  set("name", filter.fileName);
  set("category", filter.categoryId);
  if (filter.unannotated) set("unannotated", "1");
  if (filter.subset !== null && filter.splitId !== null) {
    set("subset", filter.subset);
    set("split", filter.splitId);
  }
  if (filter.tag === UNTAGGED) set("untagged", "1");
  else set("tag", filter.tag);
  if (order === "NEWEST") set("order", "newest");
  return parameters;
}

/** The list as the graph takes it. */
export function workListArguments({ filter, order }: WorkList): { filter: ImageFilterInput; order: ImageOrder } {
  return { filter: imageFilterInput(filter), order };
}

/** The page of an image as one of the list. */
export function imageAddress(datasetId: string, imageId: string, list: WorkList): string {
  return addressOf(`/datasets/${datasetId}/images/${imageId}`, workListParameters(list));
}

/** The grid of the list, scrolled to an image. */
export function gridAddress(datasetId: string, list: WorkList, atImageId: string | null): string {
  const parameters = workListParameters(list);
  if (atImageId !== null) parameters.set("at", atImageId);
  return addressOf(`/datasets/${datasetId}`, parameters);
}

function addressOf(path: string, parameters: URLSearchParams): string {
  const query = parameters.toString();
  return query === "" ? path : `${path}?${query}`;
}
