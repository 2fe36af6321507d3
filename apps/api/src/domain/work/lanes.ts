import type { LaneName } from "./Work.ts";

/** What bounds the work of one kind. */
export interface Lane {
  /** Worker processes at a time. */
  readonly processes: number;
  /** Tasks that may wait for one. */
  readonly waitingMax: number;
  /** Memory of V8's heap in one process. */
  readonly heapMib: number;
  /** Memory of a whole process: buffers, decoded pictures and the code itself come on top of the heap. */
  readonly residentMib: number;
  /** How long a task may go on without a sign of life. */
  readonly silentSeconds: number;
  /** How far behind the API its processes stand for the cores, as `nice` counts. */
  readonly niceness: number;
}

export interface WorkSettings {
  readonly processes: number;
  readonly waitingMax: number;
  readonly memoryMib: number;
  readonly seconds: number;
}

const CODE_MIB = 384;
/** Three pictures of the most pixels that are taken in, decoded at once. */
const PICTURES_MIB = 1_536;
const QUICK_HEAP_MIB = 384;
const QUICK_SECONDS = 30;

/** The settings as lanes. An import decodes pictures beside its document; a download waits for its reader more than it works, so more of them may be. */
export function lanesOf({ processes, waitingMax, memoryMib, seconds }: WorkSettings): Readonly<Record<LaneName, Lane>> {
  const long = { waitingMax, heapMib: memoryMib, residentMib: memoryMib + CODE_MIB, silentSeconds: seconds };
  const heapMib = Math.min(QUICK_HEAP_MIB, memoryMib);
  return {
    quick: {
      processes: 2,
      waitingMax: waitingMax * 4,
      heapMib,
      residentMib: heapMib + CODE_MIB,
      silentSeconds: Math.min(QUICK_SECONDS, seconds),
      niceness: 2,
    },
    reading: { ...long, processes, niceness: 10 },
    export: { ...long, processes: processes * 2, niceness: 10 },
    import: { ...long, processes: 1, residentMib: long.residentMib + PICTURES_MIB, niceness: 10 },
  };
}
