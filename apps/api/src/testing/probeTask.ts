import { once } from "node:events";
import { NotFoundError } from "../domain/errors/expectedErrors.ts";
import type { WorkContext } from "../domain/work/Work.ts";

export type Probe =
  | { readonly what: "echo"; readonly value: unknown }
  | { readonly what: "process" }
  | { readonly what: "tellThenCompute" }
  | { readonly what: "tellAndEnd" }
  | { readonly what: "heap" }
  | { readonly what: "buffers" }
  | { readonly what: "die" }
  | { readonly what: "refuse" }
  | { readonly what: "count" }
  | { readonly what: "write"; readonly pieces: number; readonly failAt?: number };

/** What tests of the pool have a worker do. */
export default async function probe(input: Probe, context: WorkContext): Promise<unknown> {
  switch (input.what) {
    case "echo":
      return input.value;
    case "process":
      return process.pid;
    case "tellThenCompute":
      context.progress(process.pid);
      await new Promise((resolve) => setImmediate(resolve)); // lets the word out
      for (;;) {
        // computes, and hears nothing
      }
    case "tellAndEnd":
      context.progress(process.pid);
      return process.pid;
    case "heap": {
      // One array that grows takes a whole process with it, also where it grows in a thread.
      const all: number[][] = [];
      for (;;) all.push([Math.random()]);
    }
    case "buffers": {
      const all: Buffer[] = [];
      for (;;) {
        all.push(Buffer.alloc(2 ** 24, 1));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    case "die":
      process.kill(process.pid, "SIGSEGV");
      return new Promise(() => undefined);
    case "refuse":
      throw Object.assign(new NotFoundError("There is no such thing."), { cause: new TypeError("why") });
    case "count": {
      const { pool } = await context.store();
      const { rows } = await pool.query<{ count: number }>("SELECT count(*)::int AS count FROM project");
      return rows[0]?.count;
    }
    case "write":
      for (let piece = 0; piece < input.pieces; piece += 1) {
        if (piece === input.failAt) throw new Error("no more");
        if (!context.output.write(Buffer.alloc(2 ** 16, piece))) await once(context.output, "drain");
      }
      return undefined;
  }
}
