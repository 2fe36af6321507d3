const NONE = -1;

/**
 * The edges that a sweep's line meets, from left to right: a treap (Seidel and Aragon 1996) over a linked list. A place keeps its number
 * while other edges come and go; two neighbours that cross change places.
 */
export class SweepStatus {
  readonly #edgeAt: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #parent: Int32Array;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #previous: Int32Array;
  readonly #next: Int32Array;
  #root = NONE;
  #first = NONE;

  constructor(edges: number) {
    const links = () => new Int32Array(edges).fill(NONE);
    this.#edgeAt = links();
    this.#placeOf = links();
    this.#parent = links();
    this.#left = links();
    this.#right = links();
    this.#previous = links();
    this.#next = links();
  }

  /** The edge to the left, or -1. */
  before(edge: number): number {
    return this.#edgeOf(this.#previous[this.#placeOf[edge] as number] as number);
  }

  /** The edge to the right, or -1; of -1 the first. */
  after(edge: number): number {
    return this.#edgeOf(edge === NONE ? this.#first : (this.#next[this.#placeOf[edge] as number] as number));
  }

  /** The last edge that a point lies to the right of, or -1. */
  findLeft(isRightOf: (edge: number) => boolean): number {
    let found = NONE;
    for (let place = this.#root; place !== NONE; ) {
      const edge = this.#edgeAt[place] as number;
      const isRight = isRightOf(edge);
      if (isRight) found = edge;
      place = (isRight ? this.#right[place] : this.#left[place]) as number;
    }
    return found;
  }

  /** Neighbours that cross change places. */
  swap(left: number, right: number): void {
    const leftPlace = this.#placeOf[left] as number;
    const rightPlace = this.#placeOf[right] as number;
    this.#edgeAt[leftPlace] = right;
    this.#edgeAt[rightPlace] = left;
    this.#placeOf[left] = rightPlace;
    this.#placeOf[right] = leftPlace;
  }

  /** Puts an edge in to the right of another, or first of all where that is -1. */
  insertAfter(left: number, edge: number): void {
    // Free for sure: edges that cross change places, but the place of an edge's own number is first used here.
    const place = edge;
    this.#edgeAt[place] = edge;
    this.#placeOf[edge] = place;
    const before = left === NONE ? NONE : (this.#placeOf[left] as number);
    const after = left === NONE ? this.#first : (this.#next[before] as number);
    this.#previous[place] = before;
    this.#next[place] = after;
    if (before === NONE) this.#first = place;
    else this.#next[before] = place;
    if (after !== NONE) this.#previous[after] = place;

    this.#left[place] = NONE;
    this.#right[place] = NONE;
    if (this.#root === NONE) {
      this.#root = place;
      this.#parent[place] = NONE;
      return;
    }
    // Of two neighbours one has a free side towards the other.
    if (before !== NONE && this.#right[before] === NONE) {
      this.#right[before] = place;
      this.#parent[place] = before;
    } else {
      this.#left[after] = place;
      this.#parent[place] = after;
    }
    while (this.#parent[place] !== NONE && priority(place) > priority(this.#parent[place] as number)) this.#rise(place);
  }

  remove(edge: number): void {
    const place = this.#placeOf[edge] as number;
    while (this.#left[place] !== NONE && this.#right[place] !== NONE) {
      const [left, right] = [this.#left[place] as number, this.#right[place] as number];
      this.#rise(priority(left) > priority(right) ? left : right);
    }
    const child = (this.#left[place] === NONE ? this.#right[place] : this.#left[place]) as number;
    this.#replace(place, child);
    const [before, after] = [this.#previous[place] as number, this.#next[place] as number];
    if (before === NONE) this.#first = after;
    else this.#next[before] = after;
    if (after !== NONE) this.#previous[after] = before;
  }

  #edgeOf(place: number): number {
    return place === NONE ? NONE : (this.#edgeAt[place] as number);
  }

  /** Turns a place up over its parent. */
  #rise(place: number): void {
    const parent = this.#parent[place] as number;
    const isLeft = this.#left[parent] === place;
    const inner = (isLeft ? this.#right[place] : this.#left[place]) as number;
    this.#replace(parent, place);
    if (isLeft) {
      this.#left[parent] = inner;
      this.#right[place] = parent;
    } else {
      this.#right[parent] = inner;
      this.#left[place] = parent;
    }
    this.#parent[parent] = place;
    if (inner !== NONE) this.#parent[inner] = parent;
  }

  /** Hangs a place where another hung. */
  #replace(place: number, by: number): void {
    const parent = this.#parent[place] as number;
    if (by !== NONE) this.#parent[by] = parent;
    if (parent === NONE) this.#root = by;
    else if (this.#left[parent] === place) this.#left[parent] = by;
    else this.#right[parent] = by;
  }
}

/** As good as chance, and always the same. */
function priority(place: number): number {
  let mixed = Math.imul(place + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
