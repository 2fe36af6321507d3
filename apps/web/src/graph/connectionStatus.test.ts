import { expect, test } from "vitest";
import { ConnectionMonitor } from "./connectionStatus.ts";

test("a lost connection counts as a reconnection once it is back, a clean close does not", () => {
  const monitor = new ConnectionMonitor();
  let calls = 0;
  const stop = monitor.subscribe(() => calls++);
  monitor.connecting();
  monitor.connected();
  expect(monitor.get()).toEqual({ state: "connected", reconnections: 0 });
  monitor.closed(true);
  expect(monitor.get().state).toBe("idle");
  monitor.connecting();
  monitor.connected();
  expect(monitor.get().reconnections).toBe(0);
  monitor.closed(false);
  expect(monitor.get().state).toBe("lost");
  monitor.connecting();
  expect(monitor.get().state).toBe("lost");
  monitor.connected();
  expect(monitor.get()).toEqual({ state: "connected", reconnections: 1 });
  expect(calls).toBe(8);
  stop();
  monitor.closed(false);
  expect(calls).toBe(8);
});
