import { compares, type RuleCondition } from "./compareInARow.ts";

interface Point {
  readonly lastStep: number;
  readonly last: number;
}

export interface LateMatch {
  readonly index: number;
  readonly step: number;
  readonly value: number;
}

/**
 * Points before the end of what a rule has looked at, some of them late, given in their order: finds the rows of values that compare as the rule says
 * and are long enough with the late points alone, so that the rule comes true of each once.
 */
export class LateStreaks {
  readonly #rule: RuleCondition;
  readonly #late: ReadonlyMap<number, number>;
  readonly #matches: LateMatch[] = [];
  /** Points of one step, of which the last may be late. */
  #group: Point[] = [];
  #index: number;
  #length = 0;
  #lateLength = 0;
  #lastLate: LateMatch | undefined;

  /** `firstIndex`: of the first point that is given; with as many points before the first late one as the rule wants in a row, where there are so many. */
  constructor(rule: RuleCondition, late: ReadonlyMap<number, number>, firstIndex: number) {
    this.#rule = rule;
    this.#late = late;
    this.#index = firstIndex;
  }

  add(points: readonly Point[]): void {
    for (const point of points) {
      if (this.#group[0] !== undefined && this.#group[0].lastStep !== point.lastStep) this.#takeGroup();
      this.#group.push(point);
    }
  }

  /** The late point that each such row has last; and how many points the row has that goes on to the last point given. */
  finish(): { readonly matches: readonly LateMatch[]; readonly length: number } {
    this.#takeGroup();
    const length = this.#length;
    this.#endRow();
    return { matches: this.#matches, length };
  }

  #takeGroup(): void {
    const lateCount = this.#late.get(this.#group[0]?.lastStep ?? -1) ?? 0;
    for (const [place, point] of this.#group.entries()) this.#take(point, place >= this.#group.length - lateCount);
    this.#group = [];
  }

  #take({ lastStep: step, last: value }: Point, isLate: boolean): void {
    if (compares(this.#rule, value)) {
      this.#length += 1;
      if (isLate) {
        this.#lateLength += 1;
        this.#lastLate = { index: this.#index, step, value };
      }
    } else {
      this.#endRow();
    }
    this.#index += 1;
  }

  #endRow(): void {
    const { points } = this.#rule;
    // Without its late points it was too short: it has not come true yet.
    if (this.#lastLate && this.#length >= points && this.#length - this.#lateLength < points) {
      this.#matches.push(this.#lastLate);
    }
    this.#length = 0;
    this.#lateLength = 0;
    this.#lastLate = undefined;
  }
}
