import type { Readable } from "node:stream";
import type { ZipFile } from "yazl";

/** Images and archives are packed already. */
const PACKED = /\.(jpe?g|png|webp|avif|zip|gz)$/i;
/** Every entry has the oldest time a zip can state, in the local time it states it in: the same content is the same bytes. */
const TIME = new Date(1980, 0, 1);

/** Adds one entry and waits until it was read through, so that no more than one is in memory. `output` is the zip's own stream. */
export async function addZipEntry(
  zip: ZipFile,
  output: Readable,
  path: string,
  open: () => Promise<Readable> | Readable,
): Promise<void> {
  const stream = await open();
  await new Promise<void>((resolve, reject) => {
    const onClose = () => {
      stream.destroy();
      reject(output.errored ?? new Error("the reader of the archive went away"));
    };
    if (output.destroyed) {
      onClose();
      return;
    }
    output.once("close", onClose);
    stream.once("error", reject);
    stream.once("end", () => {
      output.off("close", onClose);
      resolve();
    });
    zip.addReadStream(stream, path, {
      mtime: TIME,
      mode: 0o100644,
      forceDosTimestamp: true,
      compress: !PACKED.test(path),
    });
  });
}
