/**
 * Reads the pickles that torch.save writes, building tensors' descriptions, dictionaries, lists, numbers and texts and nothing
 * else: no name in the file is ever looked up, and whatever torch's own weights-only loader would not need is refused by
 * its name. Python's pickle protocols 2 to 4 (cpython/Lib/pickletools.py).
 */
import { WeightsFileError } from "./WeightsFileError.ts";

/** A storage as the pickle refers to it; its bytes lie elsewhere in the file. */
export interface StorageReference {
  kind: "storage";
  /** torch's name of its type: "FloatStorage", ... */
  type: string;
  key: string;
  elements: number;
}

/** A strided view of a storage; offset and strides in elements. */
export interface TensorReference {
  kind: "tensor";
  storage: StorageReference;
  offset: number;
  shape: number[];
  strides: number[];
}

interface GlobalName {
  kind: "global";
  name: string;
}

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | GlobalName
  | StorageReference
  | TensorReference;

const mark = Symbol("mark");
type StackEntry = PickleValue | typeof mark;

/**
 * One pickle.
 *
 * @returns The value and the position after it
 * @throws WeightsFileError when the pickle is truncated, broken, or asks for more than tensors
 */
export function readPickle(bytes: Uint8Array, start = 0): { value: PickleValue; end: number } {
  return new Unpickler(bytes, start).read();
}

class Unpickler {
  private readonly view: DataView;
  private readonly stack: StackEntry[] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): { value: PickleValue; end: number } {
    for (;;) {
      const at = this.position;
      const opcode = this.byte();
      if (opcode === 0x2e) return { value: this.pop(), end: this.position };
      this.step(opcode, at);
    }
  }

  private step(opcode: number, at: number): void {
    switch (opcode) {
      case 0x80: // PROTO
        this.byte();
        return;
      case 0x95: // FRAME
        this.take(8);
        return;
      case 0x28: // MARK
        this.stack.push(mark);
        return;
      case 0x4e: // NONE
        this.stack.push(null);
        return;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        this.stack.push(opcode === 0x88);
        return;
      case 0x4b: // BININT1
        this.stack.push(this.byte());
        return;
      case 0x4d: // BININT2
        this.stack.push(this.view.getUint16(this.take(2), true));
        return;
      case 0x4a: // BININT
        this.stack.push(this.view.getInt32(this.take(4), true));
        return;
      case 0x8a: // LONG1
        this.stack.push(this.longOf(this.byte()));
        return;
      case 0x47: // BINFLOAT
        this.stack.push(this.view.getFloat64(this.take(8), false));
        return;
      case 0x58: // BINUNICODE
        this.stack.push(this.textOf(this.view.getUint32(this.take(4), true)));
        return;
      case 0x8c: // SHORT_BINUNICODE
        this.stack.push(this.textOf(this.byte()));
        return;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
        this.stack.push([]);
        return;
      case 0x7d: // EMPTY_DICT
        this.stack.push(new Map());
        return;
      case 0x74: // TUPLE
        this.stack.push(this.popToMark());
        return;
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        this.stack.push(this.popCount(opcode - 0x84));
        return;
      case 0x61: // APPEND
        this.extend([this.pop()]);
        return;
      case 0x65: // APPENDS
        this.extend(this.popToMark());
        return;
      case 0x73: // SETITEM
        this.setItems(this.popCount(2));
        return;
      case 0x75: // SETITEMS
        this.setItems(this.popToMark());
        return;
      case 0x71: // BINPUT
        this.memo.set(this.byte(), this.top());
        return;
      case 0x72: // LONG_BINPUT
        this.memo.set(this.view.getUint32(this.take(4), true), this.top());
        return;
      case 0x94: // MEMOIZE
        this.memo.set(this.memo.size, this.top());
        return;
      case 0x68: // BINGET
        this.stack.push(this.recalled(this.byte()));
        return;
      case 0x6a: // LONG_BINGET
        this.stack.push(this.recalled(this.view.getUint32(this.take(4), true)));
        return;
      case 0x63: // GLOBAL
        this.stack.push({ kind: "global", name: `${this.line()}.${this.line()}` });
        return;
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.popCount(2);
        if (typeof module !== "string" || typeof name !== "string") throw this.broken(at, "a name that is not text");
        this.stack.push({ kind: "global", name: `${module}.${name}` });
        return;
      }
      case 0x51: // BINPERSID
        this.stack.push(storageOf(this.pop()));
        return;
      case 0x52: {
        // REDUCE
        const [callee, given] = this.popCount(2);
        this.stack.push(build(callee, given));
        return;
      }
      case 0x62: // BUILD: attributes of a dictionary, of which state_dict's has "_metadata".
        this.pop();
        if (!(this.top() instanceof Map)) throw this.broken(at, "attributes set on something that is no dictionary");
        return;
      default:
        throw this.broken(at, `operation 0x${opcode.toString(16).padStart(2, "0")}, which no file of tensors needs`);
    }
  }

  private broken(at: number, what: string): WeightsFileError {
    return new WeightsFileError(`the pickle has at byte ${at} ${what}`);
  }

  /** Start of the next `count` bytes, which are then behind. */
  private take(count: number): number {
    const start = this.position;
    if (count > this.bytes.length - start) {
      throw new WeightsFileError(`truncated: the pickle goes on behind its last byte ${this.bytes.length}`);
    }
    this.position = start + count;
    return start;
  }

  private byte(): number {
    return this.bytes[this.take(1)] as number;
  }

  private textOf(length: number): string {
    const start = this.take(length);
    return new TextDecoder().decode(this.bytes.subarray(start, start + length));
  }

  private line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new WeightsFileError("truncated: a name in the pickle does not end");
    const text = this.textOf(end - this.position);
    this.take(1);
    return text;
  }

  /** A little-endian two's complement; a number where one holds it exactly. */
  private longOf(length: number): number | bigint {
    const start = this.take(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--)
      value = (value << 8n) | BigInt(this.bytes[start + index] as number);
    if (length > 0) value = BigInt.asIntN(length * 8, value);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }

  private top(): PickleValue {
    const value = this.stack.at(-1);
    if (value === undefined || value === mark) throw this.broken(this.position, "nothing to work on");
    return value;
  }

  private pop(): PickleValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private popCount(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  private popToMark(): PickleValue[] {
    const start = this.stack.lastIndexOf(mark);
    if (start < 0) throw this.broken(this.position, "an end without a beginning");
    const values = this.stack.splice(start).slice(1);
    return values as PickleValue[];
  }

  private recalled(index: number): PickleValue {
    const value = this.memo.get(index);
    if (value === undefined) throw this.broken(this.position, `a reference to ${index}, which it never stored`);
    return value;
  }

  private extend(values: PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.broken(this.position, "items added to something that is no list");
    list.push(...values);
  }

  private setItems(values: PickleValue[]): void {
    const dictionary = this.top();
    if (!(dictionary instanceof Map) || values.length % 2 !== 0) {
      throw this.broken(this.position, "entries set on something that is no dictionary");
    }
    for (let index = 0; index < values.length; index += 2) {
      dictionary.set(values[index] as PickleValue, values[index + 1] as PickleValue);
    }
  }
}

function storageOf(reference: PickleValue): StorageReference {
  if (Array.isArray(reference)) {
    const [kind, type, key, , elements] = reference;
    const name = isGlobal(type) ? /^torch\.(\w+Storage)$/.exec(type.name)?.[1] : undefined;
    if (kind === "storage" && name !== undefined && typeof key === "string" && isCount(elements)) {
      return { kind: "storage", type: name, key, elements };
    }
  }
  throw new WeightsFileError("the pickle refers to something outside itself that is no storage of tensors");
}

function build(callee: PickleValue | undefined, given: PickleValue | undefined): PickleValue {
  const name = isGlobal(callee) ? callee.name : "a value";
  const values = Array.isArray(given) ? given : [];
  if (name === "collections.OrderedDict" && values.length === 0) return new Map();
  if (name === "torch._utils._rebuild_parameter" && isTensor(values[0])) return values[0];
  if (name === "torch._utils._rebuild_tensor_v2") {
    const [storage, offset, shape, strides] = values;
    if (
      isStorage(storage) &&
      isCount(offset) &&
      isCounts(shape) &&
      isCounts(strides) &&
      shape.length === strides.length
    ) {
      return { kind: "tensor", storage, offset, shape, strides };
    }
    throw new WeightsFileError("the pickle rebuilds a tensor from what is no storage, offset, shape and strides");
  }
  throw new WeightsFileError(
    `the file asks to run ${name}, and only tensors are read from it: save a plain state dict (torch.save(model.state_dict(), ...))`,
  );
}

export function isTensor(value: PickleValue | undefined): value is TensorReference {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "tensor";
}

function isStorage(value: PickleValue | undefined): value is StorageReference {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "storage";
}

function isGlobal(value: PickleValue | undefined): value is GlobalName {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "global";
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}
