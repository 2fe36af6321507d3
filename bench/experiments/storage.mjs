import { logCurve } from "./ingest.mjs";

const POINTS = 200_000;

/** Bytes a value on disk, times, pyramid, rows and indexes included, of curves that differ in how much they hold. @param {Awaited<ReturnType<typeof import("./startOurs.mjs").startOurs>>} ours */
export async function measureStorage(ours) {
  const noise = () => 0.05 * Math.random();
  /** @type {[string, (step: number) => number][]} */
  const curves = [
    ["noisy float64", (step) => 3 / Math.sqrt(step + 1) + noise()],
    ["noisy float32", (step) => Math.fround(3 / Math.sqrt(step + 1) + noise())],
    [
      "smooth (a learning rate)",
      (step) => (0.01 * (1 + Math.cos((Math.PI * Math.floor(step / 100)) / (POINTS / 100)))) / 2,
    ],
    ["constant", () => 0.0123],
  ];
  for (const [name, valueAt] of curves) {
    await ours.db.pool.query("VACUUM FULL metric_chunk");
    const before = await size();
    await logCurve(ours, POINTS, valueAt);
    await ours.db.pool.query("VACUUM FULL metric_chunk");
    console.log(`bytes a value, ${name}: ${(((await size()) - before) / POINTS).toFixed(2)}`);
  }

  async function size() {
    const { rows } = await ours.db.pool.query("SELECT pg_total_relation_size('metric_chunk')::float8 AS bytes");
    return rows[0].bytes;
  }
}
