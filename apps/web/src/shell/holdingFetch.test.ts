import { expect, test } from "vitest";
import { holdingFetch } from "./holdingFetch.ts";

const page = { headers: { RSC: "1" } };

function awayServer() {
  const held: boolean[] = [];
  let isAway = true;
  let back: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    back = resolve;
  });
  const fetch = holdingFetch(
    async (input) => {
      if (isAway) throw new TypeError("Failed to fetch");
      return new Response(String(input));
    },
    { whenBack: () => waiting, onHeld: (isHeld) => held.push(isHeld) },
  );
  return {
    fetch,
    held,
    comesBack: () => {
      isAway = false;
      back();
    },
  };
}

test("a page waits for the server and opens when it is back", async () => {
  const { fetch, held, comesBack } = awayServer();
  const opened = fetch("/runs", page);
  await new Promise(setImmediate);
  expect(held).toEqual([true]);
  comesBack();
  expect(await (await opened).text()).toBe("/runs");
  expect(held).toEqual([true, false]);
});

test("of two pages asked for meanwhile the last is opened", async () => {
  const { fetch, comesBack } = awayServer();
  const first = fetch("/runs", page);
  const second = fetch("/datasets", page);
  await new Promise(setImmediate);
  comesBack();
  await expect(first).rejects.toThrow("Failed to fetch");
  expect(await (await second).text()).toBe("/datasets");
});

test("other requests, pages fetched ahead among them, fail at once", async () => {
  const { fetch, held } = awayServer();
  await expect(fetch("/graphql", { method: "POST" })).rejects.toThrow("Failed to fetch");
  await expect(fetch("/runs", { headers: { rsc: "1", "Next-Router-Prefetch": "1" } })).rejects.toThrow();
  expect(held).toEqual([]);
});

test("a request that was aborted is not held", async () => {
  const { fetch, held } = awayServer();
  await expect(fetch("/runs", { ...page, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(held).toEqual([]);
});
