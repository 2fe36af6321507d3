import { WeightsFileError } from "./WeightsFileError.ts";

/** How a number lies in a weights file, and the bytes it takes. */
export type DataType = "F32" | "F64" | "F16" | "BF16" | "I64" | "I32" | "U8";

export const bytesOfType: Record<DataType, number> = { F32: 4, F64: 8, F16: 2, BF16: 2, I64: 8, I32: 4, U8: 1 };

const torchTypes: Record<string, DataType> = {
  FloatStorage: "F32",
  DoubleStorage: "F64",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ByteStorage: "U8",
};

/** @throws WeightsFileError for a storage of another type. */
export function dataTypeOfStorage(storage: string): DataType {
  const type = torchTypes[storage];
  if (type === undefined)
    throw new WeightsFileError(`a ${storage} cannot be read; ${Object.keys(torchTypes).join(", ")} can`);
  return type;
}

/** Little-endian numbers as float32; of 64 bits the nearest. `bytes` holds whole numbers of the type. */
export function toFloat32(bytes: Uint8Array, type: DataType): Float32Array {
  const count = bytes.byteLength / bytesOfType[type];
  // A copy: the numbers need not lie at a multiple of their size. (`slice` of a Node Buffer would be a view.)
  if (type === "F32") return new Float32Array(Uint8Array.from(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readers: Record<Exclude<DataType, "F32">, (index: number) => number> = {
    F64: (index) => view.getFloat64(index * 8, true),
    F16: (index) => halfToNumber(view.getUint16(index * 2, true)),
    BF16: (index) => bfloatToNumber(view.getUint16(index * 2, true)),
    I64: (index) => Number(view.getBigInt64(index * 8, true)),
    I32: (index) => view.getInt32(index * 4, true),
    U8: (index) => view.getUint8(index),
  };
  const read = readers[type];
  return Float32Array.from({ length: count }, (_, index) => read(index));
}

/** Whole numbers, given as float32. */
export function toInt64(values: Float32Array): BigInt64Array {
  return BigInt64Array.from(values, (value) => BigInt(value));
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloatToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
