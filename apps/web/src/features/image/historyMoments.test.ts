import { expect, test } from "vitest";
import { historyMoments, type ImageEdit } from "./historyMoments.ts";

const edit = (annotationId: string, facts: Partial<ImageEdit["revision"]>, category = "car"): ImageEdit => ({
  annotationId,
  revision: {
    revision: 1,
    change: "CREATED",
    createdAt: "2026-11-25T10:00:00Z",
    origin: "IMPORT",
    category: { name: category },
    author: { name: "Anna" },
    ...facts,
  },
});

test("what was done in one go is one moment, by whom and with how many of which class", () => {
  const later = { createdAt: "2026-11-25T11:00:00Z", origin: "PERSON" };
  const moments = historyMoments([
    edit("d", { ...later, revision: 2, change: "DELETED" }, "sign"),
    edit("e", { ...later, change: "CREATED" }),
    edit("a", {}, "sign"),
    edit("b", {}),
    edit("c", {}),
    edit("f", { author: null }),
  ]);
  expect(moments.map(({ text }) => text)).toEqual([
    "Anna deleted sign",
    "Anna drew car",
    "Anna imported 3 annotations: 2 car, 1 sign",
    "An import brought car",
  ]);
  expect(new Set(moments.map(({ key }) => key)).size).toBe(4);
});
