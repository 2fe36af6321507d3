const LESS_IS_BETTER = /loss|error|perplexity|_ms$|_mib$|_seconds$|(^|[/_])(mae|mse|rmse|wer|cer|fid|nll)($|[/_])/i;

/** Whether less of a metric is better. By its name: losses, errors, times and memory are; all else, like AP and accuracy, is not. */
export function lessIsBetter(metric: string): boolean {
  return LESS_IS_BETTER.test(metric);
}
