/** Test-only: reads what bench/goldens/golden_file.py writes. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { keyOf, keyOfName, uniformAt } from "../random/random.ts";
import { relativeError } from "../testing/gradientCheck.ts";
import { loadSafetensors } from "../weights/safetensors.ts";

const samplingSeed = 1;

/** One case of torchvision's results: of large tensors some thousand numbers chosen by name, and the largest. */
export class GoldenFile<Case> {
  private constructor(
    readonly name: string,
    readonly settings: Case,
    private readonly sizes: Record<string, number>,
    private readonly argmax: Record<string, number>,
    private readonly tensors: ReadonlyMap<string, { values: Float32Array }>,
  ) {}

  static read<Case>(name: string): GoldenFile<Case> {
    const bytes = readFileSync(new URL(`../../goldens/${name}.golden`, import.meta.url));
    const { arrays, metadata } = loadSafetensors(new Uint8Array(bytes));
    const { case: settings, sizes, argmax } = JSON.parse(metadata.golden as string);
    return new GoldenFile<Case>(name, settings, sizes, argmax, arrays);
  }

  names(prefix: string): string[] {
    return [...this.tensors.keys()].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  /** A tensor that is kept whole. */
  whole(name: string): Float32Array {
    const values = this.tensors.get(name)?.values;
    if (values === undefined || name in this.argmax)
      throw new Error(`${this.name}.golden: "${name}" is not kept whole`);
    return values;
  }

  /** The numbers that are kept: where in the whole tensor, and their values. */
  samples(name: string): { indices: Int32Array; values: Float32Array } {
    const values = this.tensors.get(name)?.values;
    if (values === undefined) throw new Error(`${this.name}.golden has no "${name}"`);
    const largest = this.argmax[name];
    if (largest === undefined) return { indices: Int32Array.from(values.keys()), values };
    const key = keyOf([samplingSeed, keyOfName(name)]);
    const size = this.sizes[name] as number;
    const last = values.length - 1;
    const indices = Int32Array.from(values, (_, place) =>
      place < last ? Math.floor(uniformAt(key, place) * size) : largest,
    );
    return { indices, values };
  }

  /**
   * max|a - b| / max|b| over the numbers that are kept, b torchvision's.
   *
   * @param actual The whole tensor, in torchvision's order
   */
  error(name: string, actual: ArrayLike<number>): number {
    expect(actual.length, `numbers in ${name}`).toBe(this.sizes[name]);
    const { indices, values } = this.samples(name);
    return relativeError(
      Array.from(indices, (index) => actual[index] as number),
      values,
    );
  }

  expectClose(name: string, actual: ArrayLike<number>, tolerance = 1e-4): void {
    expect(this.error(name, actual), name).toBeLessThan(tolerance);
  }
}
