import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { archiveSource } from "./archiveSource.ts";
import type { PickedFile } from "./pickedFiles.ts";

const picked = (path: string, content: string, lastModified = 1): PickedFile => ({
  path,
  file: new File([content], path.slice(path.lastIndexOf("/") + 1), { lastModified }),
});

test("a folder becomes a zip of its files under their paths in it, and is known again", async () => {
  const files = [picked("street/train/a.jpg", "picture"), picked("street/labels.json", "{}")];
  const source = archiveSource(files);
  expect(source).toMatchObject({ name: "street", fileCount: 2 });
  const bytes = new Uint8Array(await (await source.slice(0, source.bytes)).arrayBuffer());
  const texts = Object.entries(unzipSync(bytes)).map(([path, content]) => [path, new TextDecoder().decode(content)]);
  expect(Object.fromEntries(texts)).toEqual({ "labels.json": "{}", "train/a.jpg": "picture" });
  expect(archiveSource([...files].reverse()).fingerprint).toBe(source.fingerprint);
  const changed = [picked("street/train/a.jpg", "picture", 2), files[1] as PickedFile];
  expect(archiveSource(changed).fingerprint).not.toBe(source.fingerprint);
});

test("files of no common folder keep their paths, a zip goes as it is", async () => {
  const loose = archiveSource([picked("a.jpg", "x"), picked("masks/a.png", "y")]);
  expect(loose.name).toBe("2 files");
  const zip = archiveSource([picked("set.zip", "PK and the rest")]);
  expect(zip).toMatchObject({ name: "set.zip", bytes: 15, fileCount: null });
  expect(await (await zip.slice(3, 6)).text()).toBe("and");
});

describe("says what to do with", () => {
  test.each([
    ["nothing", [], /The selection contains no files\./],
    ["another archive", [picked("set.rar", "Rar!")], /set\.rar is an archive, but not a zip\./],
    [
      "a zip among others",
      [picked("d/set.zip", "PK"), picked("d/a.jpg", "x")],
      /d\/set\.zip is a zip among other files/,
    ],
  ])("%s", (_what, files, message) => {
    expect(() => archiveSource(files)).toThrow(message);
  });
});
