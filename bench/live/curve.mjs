/** The value of a series at a step, for the logger and for those who check. @param {number} series @param {number} step */
export function valueAt(series, step) {
  return series + Math.sin(step / 50) / (1 + step / 100);
}

/** The time by one clock for all processes of a machine, in milliseconds. */
export function nowMs() {
  return performance.timeOrigin + performance.now();
}
