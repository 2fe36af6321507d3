import { describe, expect, it } from "vitest";
import { loadEngine } from "./loadEngine.ts";

describe("loadEngine", () => {
  it("computes on TensorFlow's native library", async () => {
    const { tf, tensorflowVersion } = await loadEngine();
    expect(tensorflowVersion).toBe("2.21.0");
    expect(tf.getBackend()).toBe("tensorflow");
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]);
    expect(product).toBe(11);
  });

  it("is one library however often it is asked for", async () => {
    const [first, second] = await Promise.all([loadEngine(), loadEngine()]);
    expect(second.tf).toBe(first.tf);
  });

  it("fixes what makes two runs bit-equal, which CUDA's kernels would refuse", async () => {
    const { kind } = await loadEngine();
    expect(process.env.TF_DETERMINISTIC_OPS).toBe(kind === "cpu" ? "1" : undefined);
    expect(Number(process.env.TF_NUM_INTRAOP_THREADS)).toBeGreaterThan(0);
  });
});
