import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConnectionMonitor } from "./connectionStatus.ts";
import { createGraphClient } from "./createGraphClient.ts";

let names: string[];

beforeEach(() => {
  names = [];
  vi.stubGlobal("window", { location: { protocol: "http:", host: "localhost" } });
  // Opened by subscriptions only.
  vi.stubGlobal("WebSocket", Object.assign(class {}, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }));
  vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
    names.push((JSON.parse(String(init.body)) as { query: string }).query.match(/query (\w+)/)?.[1] ?? "");
    return new Response('{"data":{"viewer":null}}', { headers: { "content-type": "application/json" } });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("what is on the page is read anew when the connection comes back, and nothing else", async () => {
  const monitor = new ConnectionMonitor();
  const client = createGraphClient({ monitor, onSignedOut: () => undefined });
  const shown = client.query("query Shown { viewer { id } }", {}).subscribe(() => undefined);
  const left = client.query("query Left { viewer { id name } }", {}).subscribe(() => undefined);
  await vi.waitFor(() => expect(names.toSorted()).toEqual(["Left", "Shown"]));
  left.unsubscribe();

  monitor.connecting();
  monitor.connected();
  monitor.closed(false);
  monitor.connected();
  await vi.waitFor(() => expect(names.slice(2)).toEqual(["Shown"]));
  shown.unsubscribe();
});
