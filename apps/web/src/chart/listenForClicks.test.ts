import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DOUBLE_CLICK_MS, listenForClicks } from "./listenForClicks.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listened() {
  const target = new EventTarget();
  const seen: string[] = [];
  listenForClicks(target, { onClick: () => seen.push("click"), onDoubleClick: () => seen.push("double click") });
  const send = (name: string, clientX: number, detail = 1) =>
    target.dispatchEvent(Object.assign(new Event(name), { clientX, detail }));
  const click = (detail = 1, movedPx = 0) => {
    send("mousedown", 10);
    send("click", 10 + movedPx, detail);
  };
  return { seen, send, click };
}

test("a click is told once no second one can follow", () => {
  const { seen, click } = listened();
  click();
  expect(seen).toEqual([]);
  vi.advanceTimersByTime(DOUBLE_CLICK_MS);
  expect(seen).toEqual(["click"]);
});

test("a double click is that alone, also where a third click follows", () => {
  const { seen, send, click } = listened();
  click(1);
  click(2);
  send("dblclick", 10, 2);
  click(3);
  vi.advanceTimersByTime(10 * DOUBLE_CLICK_MS);
  expect(seen).toEqual(["double click"]);
});

test("a drag is no click", () => {
  const { seen, click } = listened();
  click(1, 30);
  vi.advanceTimersByTime(DOUBLE_CLICK_MS);
  expect(seen).toEqual([]);
});
