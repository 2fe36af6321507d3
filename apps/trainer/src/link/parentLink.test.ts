import { expect, test } from "vitest";
import type { ChildMessage } from "../protocol/childMessages.ts";
import { ParentLink } from "./parentLink.ts";
import { Reporter } from "./reporter.ts";

function createLink(windowSize: number) {
  const sent: ChildMessage[] = [];
  return { sent, link: new ParentLink((message) => sent.push(message), windowSize) };
}

test("a report resolves with what its acknowledgement carries", async () => {
  const { link, sent } = createLink(2);
  const posted = link.post({ type: "alive" });
  expect(sent).toEqual([{ type: "alive", sequence: 0 }]);
  link.acknowledge(0, { value: "id" });
  expect(await posted).toEqual({ value: "id" });
  expect(() => link.acknowledge(0, {})).toThrow("got 0");
});

test("the sender waits while the window is full", async () => {
  const { link } = createLink(2);
  void link.post({ type: "alive" });
  await link.room();
  void link.post({ type: "alive" });
  let hasRoom = false;
  const room = link.room().then(() => {
    hasRoom = true;
  });
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  link.acknowledge(1, {});
  await room;
  expect(link.unacknowledgedCount).toBe(1);
  link.acknowledge(0, {});
  await link.drained();
});

test("points and lines of fast steps go out together", async () => {
  const { link, sent } = createLink(32);
  let nowMs = 0;
  const reporter = new Reporter(link, { flushEveryMs: 500, nowMs: () => nowMs });
  for (let step = 1; step <= 10; step++) {
    nowMs += 100;
    reporter.points(step, { loss: 10 - step });
    reporter.progress(step, 1);
    await reporter.flushWhenDue();
  }
  const batches = sent.filter((message) => message.type === "points").map((message) => message.points.length);
  expect(batches).toEqual([1, 5]);
  await reporter.flush();
  expect(sent.at(-1)).toMatchObject({ type: "progress", step: 10, epoch: 1 });
  expect(sent.flatMap((message) => (message.type === "points" ? message.points : [])).map(({ step }) => step)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});
