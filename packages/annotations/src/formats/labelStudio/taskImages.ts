import { isRecord, type JsonRecord } from "../reading/records.ts";
import { imageNamesOf, isImageAddress } from "./labelStudioImage.ts";

/** An image tag of a labelling configuration: `<Image name="left" value="$img1"/>`. */
export interface ImageTag {
  /** What regions call it in `to_name`. */
  readonly name: string;
  /** The field of the task's data that holds its address, or a list of them. */
  readonly field: string;
}

/** One of the images that a task shows. */
export interface TaskImage {
  /** The tag's name in the configuration; null where none came. */
  readonly tag: string | null;
  /** The field of the data it stands in; null where the task has one image. */
  readonly field: string | null;
  /** Its place in a list of images; null where the field holds one. */
  readonly index: number | null;
  /** The names its file may have, most telling first. */
  readonly names: readonly string[];
}

/**
 * The images that a task shows.
 * @param tags those of the configuration; empty where none came.
 * @param hasSeveral whether regions of the file belong to more than one image tag.
 */
export function imagesOfTask(task: JsonRecord, tags: readonly ImageTag[], hasSeveral: boolean): TaskImage[] {
  const data = isRecord(task.data) ? task.data : {};
  const ofConfig = tags.flatMap(({ name, field }) => imagesOfField(task, name, field, data[field]));
  if (ofConfig.length > 0) return alone(task, ofConfig);
  const fields = Object.entries(data).flatMap(([field, value]) =>
    isImageAddress(value) || isImageList(value) ? imagesOfField(task, null, field, value) : [],
  );
  const hasList = Object.values(data).some(isImageList);
  if (fields.length > 1 && (hasSeveral || hasList)) return fields;
  return [{ tag: null, field: null, index: null, names: imageNamesOf(task) }];
}

/** A task of one image is read as it always was, by all names that its file may have. */
function alone(task: JsonRecord, images: readonly TaskImage[]): TaskImage[] {
  const [only] = images;
  if (images.length !== 1 || only === undefined) return [...images];
  return [{ ...only, names: [...new Set([...only.names, ...imageNamesOf(task)])] }];
}

function imagesOfField(task: JsonRecord, tag: string | null, field: string, value: unknown): TaskImage[] {
  if (typeof value === "string") return [{ tag, field, index: null, names: imageNamesOf(task, value) }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((address, index) =>
    typeof address === "string" ? [{ tag, field, index, names: imageNamesOf(task, address) }] : [],
  );
}

function isImageList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isImageAddress);
}

/**
 * Which of a task's images a region lies on: by the configuration's tag, by the field's own name, by the number that both end
 * in (`image2` shows `img2`). Regions of a list say its index.
 * @returns null where the file does not tell.
 */
export function imageOfRegion(images: readonly TaskImage[], record: JsonRecord | undefined): TaskImage | null {
  const [first] = images;
  if (images.length === 1 && first !== undefined) return first;
  const toName = typeof record?.to_name === "string" ? record.to_name : null;
  const ofTag = images.filter(({ tag }) => tag !== null && tag === toName);
  const ofField = images.filter(({ field }) => field === toName);
  const ending = numberAtEnd(toName);
  const ofNumber = ending === null ? [] : images.filter(({ field }) => numberAtEnd(field) === ending);
  const areOfOneField = new Set(images.map(({ field }) => field)).size === 1;
  const candidates = [ofTag, ofField, areOfOneField ? images : [], ofNumber].find((some) => some.length > 0) ?? [];
  const index = typeof record?.item_index === "number" ? record.item_index : 0;
  const atIndex = candidates.filter((image) => image.index === null || image.index === index);
  return atIndex.length === 1 ? (atIndex[0] as TaskImage) : null;
}

function numberAtEnd(name: string | null): string | null {
  return /(\d+)$/.exec(name ?? "")?.[1] ?? null;
}
