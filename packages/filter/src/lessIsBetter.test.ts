import { expect, test } from "vitest";
import { lessIsBetter } from "./lessIsBetter.ts";

test("of losses, errors and times less is better, of all else more", () => {
  const less = ["loss", "loss/mask", "val/rmse", "step_ms", "rss_mib", "top1_error", "val_loss"];
  const more = ["val/segm/AP", "accuracy", "reward", "val/bbox/AR100", "images_per_second", "fps"];
  expect(less.filter((name) => !lessIsBetter(name))).toEqual([]);
  expect(more.filter(lessIsBetter)).toEqual([]);
});
