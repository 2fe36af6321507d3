import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { usageError } from "../errors/CliError.ts";

/** Asks on the terminal; with `secret` what is typed is not shown. Throws, naming `flag`, where there is no terminal to ask on. */
export async function askOnTerminal(
  question: string,
  flag: string,
  options: { readonly secret?: boolean } = {},
): Promise<string> {
  if (!process.stdin.isTTY) throw usageError(`${question} is needed; give it with ${flag}.`);
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.on("close", () => reject(usageError(`${question} was not given.`)));
      lines.question(`${question}: `, resolve);
      isMuted = options.secret === true;
    });
  } finally {
    if (isMuted) process.stderr.write("\n");
    lines.close();
  }
}
