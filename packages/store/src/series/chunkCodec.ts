import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * Entries of a chunk as columns of equal length: a point has one step and one value; a bucket has its first and last step and its
 * minimum, maximum and last value.
 */
export interface Columns {
  readonly steps: readonly Int32Array[];
  readonly values: readonly Float64Array[];
}

const FORMAT_VERSION = 1;
const BYTES_PER_VALUE = 8;
/** Version, number of step columns, number of value columns. */
const HEADER_BYTES = 3;

/**
 * Payload: header, entry count (varint), the step columns (differences, zigzag, varint), the value columns, all deflated after the header.
 * A value column holds each value's bits XORed with those of the value before, the bytes of equal significance together: neighbours agree in
 * sign, exponent and leading digits, so those bytes are runs of zeros that deflate takes to nothing. Every bit of a value survives, NaN, -0
 * and infinities included.
 */
export function encodeChunk(columns: Columns): Buffer {
  const count = columns.steps[0]?.length ?? columns.values[0]?.length ?? 0;
  for (const column of [...columns.steps, ...columns.values]) {
    if (column.length !== count)
      throw new Error(`encodeChunk: expected columns of ${count} entries, got ${column.length}`);
  }
  const bytes: number[] = [];
  writeVarint(bytes, count);
  for (const steps of columns.steps) {
    let previous = 0;
    for (const step of steps) {
      writeVarint(bytes, zigzag(step - previous));
      previous = step;
    }
  }
  const body = Buffer.concat([Buffer.from(bytes), ...columns.values.map(encodeValues)]);
  const header = Buffer.from([FORMAT_VERSION, columns.steps.length, columns.values.length]);
  return Buffer.concat([header, deflateRawSync(body, { level: 6 })]);
}

/** The columns that {@link encodeChunk} was given. Throws on a payload that is cut, damaged or of another version. */
export function decodeChunk(payload: Uint8Array): Columns {
  const version = payload[0];
  if (version !== FORMAT_VERSION)
    throw new Error(`decodeChunk: expected format version ${FORMAT_VERSION}, got ${version}`);
  const stepColumns = payload[1] ?? 0;
  const valueColumns = payload[2] ?? 0;
  const reader = { bytes: inflateRawSync(payload.subarray(HEADER_BYTES)), offset: 0 };
  const count = readVarint(reader);
  const steps: Int32Array[] = [];
  for (let column = 0; column < stepColumns; column++) {
    const decoded = new Int32Array(count);
    let previous = 0;
    for (let index = 0; index < count; index++) {
      previous += unzigzag(readVarint(reader));
      decoded[index] = previous;
    }
    steps.push(decoded);
  }
  const values: Float64Array[] = [];
  for (let column = 0; column < valueColumns; column++) {
    const size = count * BYTES_PER_VALUE;
    if (reader.offset + size > reader.bytes.length) {
      throw new Error(
        `decodeChunk: expected ${size} bytes of values at ${reader.offset}, got ${reader.bytes.length - reader.offset}`,
      );
    }
    values.push(decodeValues(reader.bytes.subarray(reader.offset, reader.offset + size), count));
    reader.offset += size;
  }
  return { steps, values };
}

function encodeValues(values: Float64Array): Buffer {
  const bits = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const planes = Buffer.alloc(values.byteLength);
  const count = values.length;
  for (let index = 0; index < count; index++) {
    for (let byte = 0; byte < BYTES_PER_VALUE; byte++) {
      const at = index * BYTES_PER_VALUE + byte;
      const before = index === 0 ? 0 : (bits[at - BYTES_PER_VALUE] as number);
      planes[byte * count + index] = (bits[at] as number) ^ before;
    }
  }
  return planes;
}

function decodeValues(planes: Uint8Array, count: number): Float64Array {
  const values = new Float64Array(count);
  const bits = new Uint8Array(values.buffer);
  for (let index = 0; index < count; index++) {
    for (let byte = 0; byte < BYTES_PER_VALUE; byte++) {
      const at = index * BYTES_PER_VALUE + byte;
      const before = index === 0 ? 0 : (bits[at - BYTES_PER_VALUE] as number);
      bits[at] = (planes[byte * count + index] as number) ^ before;
    }
  }
  return values;
}

/** Differences of 32-bit steps need 33 bits, so this is arithmetic and not bitwise. */
function zigzag(difference: number): number {
  return difference >= 0 ? difference * 2 : -difference * 2 - 1;
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}

function writeVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

function readVarint(reader: { bytes: Uint8Array; offset: number }): number {
  let value = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const byte = reader.bytes[reader.offset++];
    if (byte === undefined)
      throw new Error(`decodeChunk: the payload ends within a number at byte ${reader.offset - 1}`);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}
