/** So many bytes decide: a zip's first entry name is among them. */
export const weightsHeadBytes = 512;

const zipStart = [0x50, 0x4b, 0x03, 0x04];
/** Protocol 2 of pickle, and the long integer 0x1950a86a20f9469cfc6c that torch.save's old format starts with. */
const legacyStart = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const maxHeaderBytes = 100_000_000n;

/** Whether a file begins as weights do: safetensors' header, or either format of torch.save. Tells nothing of the rest. */
export function looksLikeWeights(head: Buffer): boolean {
  if (startsWith(head, legacyStart)) return true;
  // torch.save's zip has one folder with a data.pkl as its first entry; an archive of images has not.
  if (startsWith(head, zipStart))
    return head.subarray(30).includes("/data.pkl") || head.subarray(30).includes("/byteorder");
  return head.length > 8 && head.readBigUInt64LE(0) <= maxHeaderBytes && head[8] === "{".charCodeAt(0);
}

function startsWith(bytes: Buffer, start: readonly number[]): boolean {
  return start.every((value, index) => bytes[index] === value);
}
