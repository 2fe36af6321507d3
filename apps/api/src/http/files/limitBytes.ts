import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";

/** Passes a body on, never more than `bytesMax` of it. The refusal ends with `advice`. */
export async function* limitBytes(
  body: AsyncIterable<Buffer>,
  bytesMax: number,
  advice: string,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) {
      throw new InvalidInputError(
        `The upload is larger than ${Math.floor(bytesMax / 1024 ** 2)} MiB. ${advice}`.trimEnd(),
      );
    }
    yield chunk;
  }
}
