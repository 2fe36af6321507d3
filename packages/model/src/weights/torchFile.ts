/** torch.save's two formats: a zip archive since torch 1.6, and the pickles one after another of before. */
import { unzipSync } from "fflate";
import { bytesOfType, dataTypeOfStorage, toFloat32 } from "./dataTypes.ts";
import { isTensor, type PickleValue, readPickle, type StorageReference, type TensorReference } from "./pickle.ts";
import type { NamedArray } from "./safetensors.ts";
import { WeightsFileError } from "./WeightsFileError.ts";

const legacyMagic = 0x1950a86a20f9469cfc6cn;
const legacyProtocol = 1001;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** A pickle of protocol 2 whose first value is a ten-byte number. */
export function isLegacyTorch(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80 && bytes[1] === 0x02 && bytes[2] === 0x8a && bytes[3] === 0x0a;
}

/** @throws WeightsFileError naming the entry or tensor and what is wrong with it */
export function readTorchZip(bytes: Uint8Array): Map<string, NamedArray> {
  const entries = unzipStored(bytes);
  const pickleName = [...entries.keys()].find((name) => name.endsWith("/data.pkl"));
  if (pickleName === undefined) throw new WeightsFileError("a zip archive without data.pkl is no file of torch.save");
  const folder = pickleName.slice(0, -"data.pkl".length);
  const byteOrder = entries.get(`${folder}byteorder`);
  if (byteOrder !== undefined && new TextDecoder().decode(byteOrder) !== "little") {
    throw new WeightsFileError("the file was written on a big-endian machine, which is not read");
  }
  const { value } = readPickle(entries.get(pickleName) as Uint8Array);
  return tensorsOf(value, ({ key }) => entries.get(`${folder}data/${key}`));
}

/** @throws WeightsFileError */
export function readLegacyTorch(bytes: Uint8Array): Map<string, NamedArray> {
  let position = 0;
  const next = (): PickleValue => {
    const { value, end } = readPickle(bytes, position);
    position = end;
    return value;
  };
  if (next() !== legacyMagic || next() !== legacyProtocol) {
    throw new WeightsFileError("not a file of torch.save: its first numbers are others");
  }
  const system = next();
  if (system instanceof Map && system.get("little_endian") === false) {
    throw new WeightsFileError("the file was written on a big-endian machine, which is not read");
  }
  const value = next();
  const types = storagesOf(value);
  const keys = next();
  if (!Array.isArray(keys)) throw new WeightsFileError("the list of storages is missing");
  const storages = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const key of keys) {
    const type = typeof key === "string" ? types.get(key) : undefined;
    if (type === undefined) throw new WeightsFileError(`storage ${String(key)}: no tensor refers to it`);
    if (position + 8 > bytes.length) throw new WeightsFileError(`truncated: storage ${String(key)} is missing`);
    const elements = Number(view.getBigInt64(position, true));
    const length = elements * bytesOfType[dataTypeOfStorage(type)];
    position += 8;
    if (elements < 0 || length > bytes.length - position) {
      throw new WeightsFileError(
        `truncated: storage ${String(key)} needs ${length} bytes, ${bytes.length - position} are left`,
      );
    }
    storages.set(key as string, bytes.subarray(position, position + length));
    position += length;
  }
  return tensorsOf(value, ({ key }) => storages.get(key));
}

function unzipStored(bytes: Uint8Array): Map<string, Uint8Array> {
  const names = new Set<string>();
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, {
      filter: ({ name, compression, originalSize }) => {
        if (names.has(name)) throw new WeightsFileError(`entry "${name}" is in the archive twice`);
        names.add(name);
        // torch.save stores without compression, so no entry can be larger than the file.
        if (compression !== 0 || originalSize > bytes.length) {
          throw new WeightsFileError(
            `entry "${name}" is compressed or larger than the file, which torch.save never writes`,
          );
        }
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof WeightsFileError) throw cause;
    throw new WeightsFileError("truncated or damaged: the zip archive cannot be read", { cause });
  }
  return new Map(Object.entries(entries));
}

/** The state dict, on its own or as torchvision's training scripts keep it ("model"). */
function stateDictOf(value: PickleValue): Map<PickleValue, PickleValue> {
  if (!(value instanceof Map)) {
    throw new WeightsFileError("the file holds no state dict: save one (torch.save(model.state_dict(), ...))");
  }
  for (const key of ["model", "state_dict"]) {
    const nested = value.get(key);
    if (nested instanceof Map) return nested;
  }
  return value;
}

function* namedTensors(value: PickleValue): Generator<[string, TensorReference]> {
  for (const [name, tensor] of stateDictOf(value)) {
    if (typeof name !== "string" || !isTensor(tensor)) {
      throw new WeightsFileError(`entry "${String(name)}" of the state dict is no tensor`);
    }
    yield [name, tensor];
  }
}

/** Types by key: the legacy format gives a storage's type only where a tensor refers to it. */
function storagesOf(value: PickleValue): Map<string, string> {
  return new Map([...namedTensors(value)].map(([, { storage }]) => [storage.key, storage.type]));
}

function tensorsOf(
  value: PickleValue,
  bytesOf: (storage: StorageReference) => Uint8Array | undefined,
): Map<string, NamedArray> {
  const arrays = new Map<string, NamedArray>();
  for (const [name, tensor] of namedTensors(value)) {
    const stored = bytesOf(tensor.storage);
    if (stored === undefined)
      throw new WeightsFileError(`tensor "${name}": its storage ${tensor.storage.key} is missing`);
    const storedAs = dataTypeOfStorage(tensor.storage.type);
    arrays.set(name, { shape: tensor.shape, values: valuesOf(name, tensor, stored), storedAs });
  }
  return arrays;
}

function valuesOf(
  name: string,
  { storage, offset, shape, strides }: TensorReference,
  stored: Uint8Array,
): Float32Array {
  const type = dataTypeOfStorage(storage.type);
  const size = bytesOfType[type];
  if (stored.byteLength !== storage.elements * size) {
    throw new WeightsFileError(
      `tensor "${name}": its storage should have ${storage.elements * size} bytes, the file has ${stored.byteLength}`,
    );
  }
  const count = shape.reduce((product, length) => product * length, 1);
  const last = shape.reduce((sum, length, axis) => sum + (length - 1) * (strides[axis] as number), offset);
  // More numbers than stored would be one repeated, which no weight is: a small file could ask for any amount of memory.
  if (count > 0 && (count > storage.elements || last >= storage.elements)) {
    throw new WeightsFileError(
      `tensor "${name}": shape [${shape}] from ${offset} with strides [${strides}] leaves its storage of ${storage.elements} numbers`,
    );
  }
  if (count === 0) return new Float32Array();
  if (isContiguous(shape, strides)) return toFloat32(stored.subarray(offset * size, (offset + count) * size), type);
  const all = toFloat32(stored, type);
  const values = new Float32Array(count);
  const index = new Array<number>(shape.length).fill(0);
  let source = offset;
  for (let position = 0; position < count; position++) {
    values[position] = all[source] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      source += strides[axis] as number;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      source -= (shape[axis] as number) * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return values;
}

function isContiguous(shape: number[], strides: number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis] as number;
  }
  return true;
}
