/** A line for the person, on standard output. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A line beside the result (progress, hints), on standard error. */
export function printNotice(text: string): void {
  process.stderr.write(`${text}\n`);
}
