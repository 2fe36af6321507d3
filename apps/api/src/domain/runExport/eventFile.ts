import { maskedCrc32c } from "./maskedCrc32c.ts";
import type { ExportedPoint } from "./readPoints.ts";

/**
 * The points as TensorBoard's scalars, in a file it reads (`events.out.tfevents.…`). Its scalars are of 32 bits, so values are rounded to those;
 * CSV, JSON and Parquet keep every digit. Where nobody said when a point was measured it stands at `otherwiseMs`, milliseconds since 1970.
 */
export async function* eventFile(
  pieces: AsyncIterable<readonly ExportedPoint[]>,
  otherwiseMs: number,
): AsyncGenerator<Uint8Array> {
  yield record(event(otherwiseMs, 0, bytesField(FILE_VERSION, Buffer.from("brain.Event:2"))));
  for await (const points of pieces) {
    yield Buffer.concat(
      points.map(({ series, step, value, atMs }) => {
        const scalar = Buffer.concat([bytesField(TAG, Buffer.from(series)), float32Field(SIMPLE_VALUE, value)]);
        return record(event(atMs ?? otherwiseMs, step, bytesField(SUMMARY, bytesField(VALUE, scalar))));
      }),
    );
  }
}

// Field numbers of https://github.com/tensorflow/tensorflow/blob/v2.19.0/tensorflow/core/util/event.proto and .../framework/summary.proto
const [WALL_TIME, STEP, FILE_VERSION, SUMMARY] = [1, 2, 3, 5];
const VALUE = 1;
const [TAG, SIMPLE_VALUE] = [1, 2];
const [VARINT, FIXED_64, BYTES, FIXED_32] = [0, 1, 2, 5];

function event(atMs: number, step: number, what: Buffer): Buffer {
  const wallTime = Buffer.alloc(9);
  wallTime[0] = (WALL_TIME << 3) | FIXED_64;
  wallTime.writeDoubleLE(atMs / 1000, 1); // seconds since 1970
  return Buffer.concat([wallTime, Buffer.from([(STEP << 3) | VARINT, ...varint(step)]), what]);
}

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | BYTES, ...varint(bytes.length)]), bytes]);
}

function float32Field(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = (field << 3) | FIXED_32;
  bytes.writeFloatLE(value, 1);
  return bytes;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return [...bytes, rest];
}

/** A TFRecord: length, its checksum, the bytes, theirs. https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details */
function record(bytes: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeBigUInt64LE(BigInt(bytes.length));
  head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
  const foot = Buffer.alloc(4);
  foot.writeUInt32LE(maskedCrc32c(bytes));
  return Buffer.concat([head, bytes, foot]);
}
