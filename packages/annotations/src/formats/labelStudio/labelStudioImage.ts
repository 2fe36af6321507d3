import { baseName, normalisePath } from "../reading/paths.ts";
import { isRecord, type JsonRecord } from "../reading/records.ts";
import { isImagePath } from "../reading/sourcePaths.ts";

/** Eight letters of a UUID that Label Studio puts before the name of an uploaded file. */
const UPLOAD_PREFIX = /^[0-9a-f]{8}-/;

/**
 * The names a task's image may have, most telling first; `shown` is the address where the task has several: Label Studio gives addresses (`/data/local-files/?d=folder/a.jpg`,
 * `/data/upload/3/1a2b3c4d-a.jpg`, `s3://…`), and puts a prefix before uploaded names.
 */
export function imageNamesOf(task: JsonRecord, shown?: string): string[] {
  const data = isRecord(task.data) ? task.data : {};
  const texts = Object.values(data).filter((value): value is string => typeof value === "string");
  const address =
    shown ??
    (typeof data.image === "string"
      ? data.image
      : (texts.find((text) => isImagePath(pathOf(text))) ?? texts.find((text) => text.includes("/")) ?? ""));
  const names = [pathOf(address)];
  // The upload is the task's one image: of several it names none.
  if (shown === undefined && typeof task.file_upload === "string" && task.file_upload !== "")
    names.push(task.file_upload);
  const withoutPrefix = names
    .filter((name) => UPLOAD_PREFIX.test(baseName(name)))
    .map((name) => baseName(name).replace(UPLOAD_PREFIX, ""));
  // The name as people know it comes before what Label Studio made of it only where the latter is no image.
  return [...new Set([...names.filter(isImagePath), ...withoutPrefix, ...names])].filter((name) => name !== "");
}

/** Whether an address is one of an image. */
export function isImageAddress(value: unknown): value is string {
  return typeof value === "string" && isImagePath(pathOf(value));
}

function pathOf(address: string): string {
  const local = /[?&]d=([^&]*)/.exec(address)?.[1];
  const path = local ?? address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  return normalisePath(decoded(path));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a name with a bare % is a name
  }
}
