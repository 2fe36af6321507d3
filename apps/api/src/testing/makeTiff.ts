interface TiffPage {
  /** 64 x 48 samples of `bits`, row by row. */
  readonly pixels: Buffer;
  readonly bits?: 8 | 16 | 32;
  /** TIFF's SampleFormat: 1 whole numbers, 3 floats. */
  readonly sampleFormat?: 1 | 3;
  /** A table of 256 colours instead of grey. */
  readonly palette?: boolean;
  /** Tags of a GPS directory, as rationals. */
  readonly gps?: Readonly<Record<number, readonly number[]>>;
  /** Further entries, as bytes (type 1) or doubles (type 12). */
  readonly more?: readonly { readonly tag: number; readonly value: Buffer | readonly number[] }[];
}

type Entry = readonly [tag: number, type: number, values: readonly number[]];
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const DOUBLE = 12;
const BYTES_OF_TYPE: Readonly<Record<number, number>> = { 1: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8, [DOUBLE]: 8 };

/** An unpacked TIFF of 64 x 48 pixels a page, of the sorts that sharp reads and does not write. */
export function makeTiff(pages: readonly TiffPage[], { bigEndian = false, isBig = false } = {}): Buffer {
  const longBytes = isBig ? 8 : 4;
  const chunks: Buffer[] = [Buffer.alloc(isBig ? 16 : 8)];
  const length = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const number = (value: number, bytes: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
    else buffer.writeUIntLE(value, 0, bytes);
    return bigEndian ? buffer.reverse() : buffer;
  };
  const valueBytes = (type: number, value: number): Buffer => {
    if (type === RATIONAL) return Buffer.concat([number(value, 4), number(1, 4)]);
    if (type !== DOUBLE) return number(value, BYTES_OF_TYPE[type] ?? 1);
    const buffer = Buffer.alloc(8);
    buffer.writeDoubleLE(value);
    return bigEndian ? buffer.reverse() : buffer;
  };
  const push = (bytes: Buffer): number => {
    if (length() % 2 === 1) chunks.push(Buffer.alloc(1));
    const at = length();
    chunks.push(bytes);
    return at;
  };
  /** Writes values, then the directory; returns where it lies and the chunk that holds its link to the next. */
  const directory = (entries: readonly Entry[]): { at: number; next: Buffer } => {
    const fields = [...entries]
      .sort(([a], [b]) => a - b)
      .map(([tag, type, values]) => {
        const data = Buffer.concat(values.map((value) => valueBytes(type, value)));
        const field = Buffer.alloc(longBytes);
        if (data.length <= longBytes) data.copy(field);
        else number(push(data), longBytes).copy(field);
        return Buffer.concat([number(tag, 2), number(type, 2), number(values.length, longBytes), field]);
      });
    const at = push(Buffer.concat([number(fields.length, isBig ? 8 : 2), ...fields]));
    const next = Buffer.alloc(longBytes);
    chunks.push(next);
    return { at, next };
  };
  const head = chunks[0] as Buffer;
  head.write(bigEndian ? "MM" : "II", "latin1");
  number(isBig ? 43 : 42, 2).copy(head, 2);
  if (isBig) number(8, 2).copy(head, 4);
  let link = head.subarray(head.length - longBytes);
  for (const { pixels, bits = 8, sampleFormat = 1, palette = false, gps, more = [] } of pages) {
    const colors = Array.from({ length: 768 }, (_, index) => (index % 256) * 257);
    const { at, next } = directory([
      [256, SHORT, [64]],
      [257, SHORT, [48]],
      [258, SHORT, [bits]],
      [259, SHORT, [1]],
      [262, SHORT, [palette ? 3 : 1]],
      [273, LONG, [push(pixels)]],
      [277, SHORT, [1]],
      [278, SHORT, [48]],
      [279, LONG, [pixels.length]],
      [339, SHORT, [sampleFormat]],
      ...(palette ? [[320, SHORT, colors] as const] : []),
      ...(gps === undefined
        ? []
        : [
            [
              0x8825,
              LONG,
              [directory(Object.entries(gps).map(([tag, values]) => [Number(tag), RATIONAL, values] as const)).at],
            ] as const,
          ]),
      ...more.map(({ tag, value }): Entry => [tag, Buffer.isBuffer(value) ? 1 : DOUBLE, [...value]]),
    ]);
    number(at, longBytes).copy(link);
    link = next;
  }
  return Buffer.concat(chunks);
}
