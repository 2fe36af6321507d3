import { text } from "node:stream/consumers";

/** Everything on standard input, without the line end at its end. */
export async function readStandardInput(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, "");
}
