import { Archive } from "./Archive.ts";

/** Throws ArchiveError for an archive that is not taken in. The names of half a million entries are looked at. */
export default async function checkArchive(path: string): Promise<void> {
  (await Archive.open(path)).close();
}
