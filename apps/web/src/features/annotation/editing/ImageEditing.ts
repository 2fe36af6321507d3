import {
  answered,
  type EditingState,
  emptyState,
  looked,
  lost,
  nextRequest,
  refused,
  resumedState,
  type SavedState,
  savedState,
  type Told,
} from "@maskyard/annotations/editing";
import type { AnnotationContent } from "./AnnotationContent.ts";
import type { EditorTransport } from "./EditorTransport.ts";

export type ImageState = EditingState<AnnotationContent>;
export type SavedImageState = SavedState<AnnotationContent>;

/** An answer that takes longer is taken for lost; the request is safe to send again. */
const ANSWER_MS_MOST = 30_000;
const PAUSE_MS_LEAST = 500;
const PAUSE_MS_MOST = 8_000;

export interface ImageEditingOptions {
  readonly imageId: string;
  readonly transport: EditorTransport;
  /** Called with what must outlive the page; null when everything is stored. */
  readonly keep: (saved: SavedImageState | null) => void;
  readonly saved?: SavedImageState | null;
}

/**
 * The editing of one image, outside of any page: it holds the machine's state, and sends one edit after the other until all
 * are answered, whatever becomes of the page that they were made on. The rules are the machine's; this only has the clock.
 */
export class ImageEditing {
  readonly imageId: string;
  readonly #transport: EditorTransport;
  readonly #keep: ImageEditingOptions["keep"];
  readonly #listeners = new Set<() => void>();
  #state: ImageState;
  #isBusy = false;
  #failures = 0;
  #pause: ReturnType<typeof setTimeout> | null = null;

  constructor({ imageId, transport, keep, saved = null }: ImageEditingOptions) {
    this.imageId = imageId;
    this.#transport = transport;
    this.#keep = keep;
    this.#state = saved ? resumedState(saved) : emptyState();
  }

  readonly getState = (): ImageState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The server did not answer the last time; what is pending waits for the next try. */
  get isWaiting(): boolean {
    return this.#failures > 0 && this.#state.pending.length > 0;
  }

  change(next: (state: ImageState) => ImageState): void {
    const before = this.#state;
    this.#state = next(before);
    if (this.#state === before) return;
    const isKept = before.pending.length + before.refused.length > 0;
    const saved = savedState(this.#state);
    if (saved !== null || isKept) this.#keep(saved);
    this.#tell();
    this.#pump();
  }

  /** What a list read elsewhere has, which was asked for when the state's time was `askedAt`. */
  takeList(inForce: readonly Told<AnnotationContent>[], askedAt: number): void {
    this.change((state) => looked(state, inForce, askedAt));
  }

  /** Reads what the server has now, as after the image was changed by other means. */
  look(): void {
    this.change((state) => ({ ...state, lookFrom: state.time }));
  }

  /** The net is back: the next try is now. */
  retryNow(): void {
    if (this.#pause === null) return;
    clearTimeout(this.#pause);
    this.#pause = null;
    this.#pump();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #pump(): void {
    if (this.#isBusy || this.#pause !== null) return;
    const next = nextRequest(this.#state);
    if (next !== null) {
      this.#isBusy = true;
      this.change(() => next.state);
      void this.#send(next.request);
    } else if (this.#state.lookFrom !== null && this.#state.request === null) {
      this.#isBusy = true;
      void this.#look();
    }
  }

  async #send(request: NonNullable<ImageState["request"]>): Promise<void> {
    const reply = await inTime(this.#transport.send(this.imageId, request), { name: "lost" } as const);
    this.#settle(reply.name !== "lost");
    this.change((state) => {
      if (reply.name === "stored") return answered(state, request.key, reply.told);
      return reply.name === "refused" ? refused(state, request.key, reply) : lost(state, request.key);
    });
    this.#pump();
  }

  async #look(): Promise<void> {
    const askedAt = this.#state.time;
    const inForce = await inTime(this.#transport.look(this.imageId), null);
    this.#settle(inForce !== null);
    if (inForce === null) this.#tell();
    else this.takeList(inForce, askedAt);
    this.#pump();
  }

  #settle(isHeard: boolean): void {
    this.#isBusy = false;
    this.#failures = isHeard ? 0 : this.#failures + 1;
    if (isHeard) return;
    const pauseMs = Math.min(PAUSE_MS_MOST, PAUSE_MS_LEAST * 2 ** (this.#failures - 1));
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#pump();
    }, pauseMs);
  }
}

async function inTime<Value>(answer: Promise<Value>, otherwise: Value): Promise<Value> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const never = new Promise<Value>((resolve) => {
    late = setTimeout(() => resolve(otherwise), ANSWER_MS_MOST);
  });
  try {
    return await Promise.race([answer, never]);
  } finally {
    clearTimeout(late);
  }
}
