import { execFile } from "node:child_process";
import { cpus, freemem, totalmem } from "node:os";
import { promisify } from "node:util";
import { type CpuTimes, cpuPercent, cpuTimesOf } from "./cpuShare.ts";
import { type GpuFigures, parseNvidiaSmi } from "./parseNvidiaSmi.ts";

const run = promisify(execFile);
const bytesPerMiB = 1024 * 1024;
const NVIDIA_SMI_ARGUMENTS = ["--query-gpu=utilization.gpu,memory.used", "--format=csv,noheader,nounits"];

/** Looks at the machine: what its processors did since the last look, its memory, and its GPUs where it has some. */
export class SystemSampler {
  #before: CpuTimes = cpuTimesOf(cpus());
  #hasGpus: boolean;

  constructor(options: { readonly hasGpus: boolean }) {
    this.#hasGpus = options.hasGpus;
  }

  /** Values by the name of their series. */
  async sample(): Promise<Record<string, number>> {
    const now = cpuTimesOf(cpus());
    const percent = cpuPercent(this.#before, now);
    this.#before = now;
    const values: Record<string, number> = {
      ...(percent === null ? {} : { "system/cpu_percent": percent }),
      "system/memory_mib": (totalmem() - freemem()) / bytesPerMiB,
    };
    for (const [index, gpu] of (await this.#readGpus()).entries()) {
      values[`system/gpu${index}_percent`] = gpu.percent;
      values[`system/gpu${index}_memory_mib`] = gpu.memoryMib;
    }
    return values;
  }

  async #readGpus(): Promise<GpuFigures[]> {
    if (!this.#hasGpus) return [];
    try {
      return parseNvidiaSmi((await run("nvidia-smi", NVIDIA_SMI_ARGUMENTS, { timeout: 5_000 })).stdout);
    } catch {
      // A container may have the GPU and not the program: the run trains as well without these figures.
      this.#hasGpus = false;
      return [];
    }
  }
}
