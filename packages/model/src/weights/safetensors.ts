/** The safetensors format: 8 bytes of header length, a JSON header, raw little-endian tensors. */
import { bytesOfType, type DataType, toFloat32, toInt64 } from "./dataTypes.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

export interface NamedArray {
  shape: number[];
  values: Float32Array;
  /** How the file it was read from keeps it. In memory all are float32, and written so, but for integers of 64 bits. */
  storedAs?: DataType;
}

export interface WeightsFile {
  arrays: Map<string, NamedArray>;
  metadata: Record<string, string>;
}

/** The reference implementation's own limit. */
const maxHeaderBytes = 100_000_000;

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** @param metadata Kept as `__metadata__`: architecture, class names, configuration, step ... */
export function saveSafetensors(arrays: ReadonlyMap<string, NamedArray>, metadata: Record<string, string>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  // The wider numbers first, so that each tensor starts at a multiple of its numbers' size.
  const isInteger = ([, { storedAs }]: [string, NamedArray]) => storedAs === "I64";
  const integers = [...arrays].filter(isInteger);
  const floats = [...arrays].filter((entry) => !isInteger(entry));
  const parts: Uint8Array[] = [];
  for (const [name, { shape, values, storedAs }] of [...integers, ...floats]) {
    if (sizeOf(shape) !== values.length) {
      throw new Error(`saveSafetensors: "${name}" has shape [${shape}] but ${values.length} values`);
    }
    const part = storedAs === "I64" ? toInt64(values) : values;
    const dtype: DataType = storedAs === "I64" ? "I64" : "F32";
    header[name] = { dtype, shape, data_offsets: [offset, offset + part.byteLength] };
    parts.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    offset += part.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the tensors start at a multiple of 8, as the reference implementation does.
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, 8 + headerBytes);
  file.set(json, 8);
  let position = 8 + headerBytes;
  for (const part of parts) {
    file.set(part, position);
    position += part.byteLength;
  }
  return file;
}

/** @throws WeightsFileError naming the tensor and what is wrong with it */
export function loadSafetensors(bytes: Uint8Array): WeightsFile {
  const { header, dataStart } = readHeader(bytes);
  const metadata = readMetadata(header.__metadata__);
  const dataBytes = bytes.byteLength - dataStart;
  const arrays = new Map<string, NamedArray>();
  const spans: { name: string; start: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const { type, shape, start, end } = checkEntry(name, entry, dataBytes);
    spans.push({ name, start, end });
    arrays.set(name, {
      shape,
      values: toFloat32(bytes.subarray(dataStart + start, dataStart + end), type),
      storedAs: type,
    });
  }
  checkSpans(spans, dataBytes);
  return { arrays, metadata };
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; dataStart: number } {
  if (bytes.byteLength < 8) throw new WeightsFileError(`not a safetensors file: ${bytes.byteLength} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    throw new WeightsFileError(`header of ${length} bytes, the format allows ${maxHeaderBytes}`);
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.byteLength) {
    throw new WeightsFileError(
      `truncated: the header should end at byte ${dataStart}, the file has ${bytes.byteLength}`,
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, dataStart)));
  } catch (cause) {
    throw new WeightsFileError("the header is not valid JSON", { cause });
  }
  if (!isRecord(header)) throw new WeightsFileError("the header is not a JSON object");
  return { header, dataStart };
}

function readMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== "string")) {
    throw new WeightsFileError("__metadata__ must map names to texts");
  }
  return value as Record<string, string>;
}

function checkEntry(
  name: string,
  entry: unknown,
  dataBytes: number,
): { type: DataType; shape: number[]; start: number; end: number } {
  if (!isRecord(entry)) throw new WeightsFileError(`tensor "${name}": its header entry is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry as Partial<HeaderEntry>;
  const type = (Object.keys(bytesOfType) as DataType[]).find((known) => known === dtype);
  if (type === undefined) {
    throw new WeightsFileError(
      `tensor "${name}": expected a dtype of ${Object.keys(bytesOfType).join(", ")}, got ${String(dtype)}`,
    );
  }
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new WeightsFileError(`tensor "${name}": its shape is not a list of sizes`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every((offset) => Number.isSafeInteger(offset))) {
    throw new WeightsFileError(`tensor "${name}": its data_offsets are not two positions`);
  }
  const [start, end] = offsets;
  if (start < 0 || end < start || end > dataBytes) {
    throw new WeightsFileError(
      `tensor "${name}": bytes ${start} to ${end} lie outside the file's ${dataBytes} bytes of data`,
    );
  }
  const expected = sizeOf(shape) * bytesOfType[type];
  if (end - start !== expected) {
    throw new WeightsFileError(`tensor "${name}": shape [${shape}] needs ${expected} bytes, got ${end - start}`);
  }
  return { type, shape, start, end };
}

/** The tensors must fill the data exactly, so that nothing is hidden between or behind them. */
function checkSpans(spans: { name: string; start: number; end: number }[], dataBytes: number): void {
  let position = 0;
  for (const { name, start, end } of spans.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== position)
      throw new WeightsFileError(`tensor "${name}": starts at byte ${start}, expected ${position}`);
    position = end;
  }
  if (position !== dataBytes) throw new WeightsFileError(`${dataBytes - position} bytes belong to no tensor`);
}

function sizeOf(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
