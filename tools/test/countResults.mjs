/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {object} VitestReport vitest's JSON reporter, as far as it is read here
 * @property {{ name: string, status: string, message?: string, assertionResults: { status: string }[] }[]} testResults
 */

/** @param {Counts[]} all @returns {Counts} */
export function addCounts(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * Counts a vitest run. A file that breaks before its first test counts as one failure, and so does a run that failed as
 * a whole while every test of it passed (an error outside of any test), or left no report.
 * @param {VitestReport | undefined} report
 * @param {number} exitCode
 * @returns {Counts}
 */
export function countVitest(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    for (const { status } of file.assertionResults) {
      if (status === "passed") counts.passed += 1;
      else if (status === "failed") counts.failed += 1;
      else counts.skipped += 1;
    }
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"))
      counts.failed += 1;
  }
  if (counts.failed === 0 && (exitCode !== 0 || !report)) counts.failed = 1;
  return counts;
}

/** The closing line. @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
