/** A file a person dragged in or chose, with its place below what was. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
}

/** What file managers and tools leave behind. */
const NOT_MEANT = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$)/i;

/** Files chosen with an input, of a folder or singly. */
export function filesOfInput(files: FileList): PickedFile[] {
  return meant(Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** Files and folders that were dropped, folders with all that is in them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<PickedFile[]> {
  // The items are gone after the event; their entries stay.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = entries.length > 0 ? (await Promise.all(entries.map(filesBelow))).flat() : [];
  return meant(files.length > 0 ? files : Array.from(transfer.files, (file) => ({ path: file.name, file })));
}

function meant(files: readonly PickedFile[]): PickedFile[] {
  return files.filter(({ path }) => !path.split("/").some((part) => NOT_MEANT.test(part)));
}

async function filesBelow(entry: FileSystemEntry): Promise<PickedFile[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: PickedFile[] = [];
  // A reader gives some hundred at a time, and none when it is through.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const below of some) files.push(...(await filesBelow(below)));
  }
}
