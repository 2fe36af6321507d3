/** Pages kept beyond those that are wanted, so that scrolling back finds them. */
const KEPT_MOST = 30;

interface Sink<Data, Problem> {
  readonly next: (data: Data) => void;
  readonly error: (problem: Problem) => void;
}

/** Begins to read a page and tells of every change of it, until what it returns is called. */
export type ReadPage<Data, Problem> = (page: number, sink: Sink<Data, Problem>) => () => void;

/**
 * The pages of a long list around the place that is looked at. Those wanted are read and kept up to date; a request for one that scrolled away before its
 * answer came is cancelled.
 */
export class PageWindow<Data, Problem> {
  readonly #read: ReadPage<Data, Problem>;
  readonly #onChange: () => void;
  readonly #open = new Map<number, () => void>();
  /** The page read longest ago first. */
  readonly #pages = new Map<number, Data>();
  #problem: Problem | null = null;

  constructor(read: ReadPage<Data, Problem>, onChange: () => void) {
    this.#read = read;
    this.#onChange = onChange;
  }

  get pages(): ReadonlyMap<number, Data> {
    return this.#pages;
  }

  /** Why a wanted page could not be read. */
  get problem(): Problem | null {
    return this.#problem;
  }

  want(pages: readonly number[]): void {
    for (const [page, close] of this.#open) {
      if (pages.includes(page)) continue;
      close();
      this.#open.delete(page);
    }
    for (const page of pages) {
      if (!this.#open.has(page)) this.#open.set(page, this.#begin(page));
    }
    for (const page of [...this.#pages.keys()]) {
      if (this.#pages.size <= KEPT_MOST) break;
      if (!this.#open.has(page)) this.#pages.delete(page);
    }
  }

  /** Ends all requests. */
  close(): void {
    this.want([]);
  }

  /** Asks again for what is wanted. */
  retry(): void {
    const wanted = [...this.#open.keys()];
    this.#problem = null;
    this.want([]);
    this.want(wanted);
    this.#onChange();
  }

  #begin(page: number): () => void {
    return this.#read(page, {
      next: (data) => {
        this.#problem = null;
        this.#pages.delete(page);
        this.#pages.set(page, data);
        this.#onChange();
      },
      error: (problem) => {
        this.#problem = problem;
        this.#onChange();
      },
    });
  }
}
