export interface GpuFigures {
  readonly percent: number;
  readonly memoryMib: number;
}

/**
 * Reads `nvidia-smi --query-gpu=utilization.gpu,memory.used --format=csv,noheader,nounits`, one line a GPU; what a GPU does not tell ("[N/A]") makes
 * its line be left out.
 */
export function parseNvidiaSmi(text: string): GpuFigures[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number))
    .filter((numbers) => numbers.length === 2 && numbers.every(Number.isFinite))
    .map(([percent, memoryMib]) => ({ percent: percent as number, memoryMib: memoryMib as number }));
}
