const FIRST_CHARACTER = 48;
const PAYLOAD = 0x1f;
const SIGN = 0x10;
const MORE = 0x20;

/**
 * COCO's text form of run lengths: from the fourth run on the difference to the run two before, each number as
 * little-endian groups of five bits with a sign in the last group, one character 48..111 a group.
 */
export function runsToString(counts: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < counts.length; i++) {
    let value = counts[i] as number;
    if (i > 2) value -= counts[i - 2] as number;
    for (;;) {
      // Floor division, not >>, so that differences beyond 31 bits keep their value.
      const rest = Math.floor(value / 32);
      const group = value - rest * 32;
      value = rest;
      const more = (group & SIGN) !== 0 ? value !== -1 : value !== 0;
      text += String.fromCharCode(FIRST_CHARACTER + (more ? group | MORE : group));
      if (!more) break;
    }
  }
  return text;
}

/**
 * Reads what {@link runsToString} writes.
 * @throws RangeError on a character outside 48..111, a text cut off inside a number, or a run that is negative or
 *   longer than 32 bits.
 */
export function runsFromString(text: string): Uint32Array {
  const counts = new Uint32Array(text.length);
  let length = 0;
  let position = 0;
  while (position < text.length) {
    let value = 0;
    let factor = 1;
    for (;;) {
      if (position >= text.length) throw new RangeError("run lengths end inside a number");
      const group = text.charCodeAt(position) - FIRST_CHARACTER;
      if (group < 0 || group > 63) {
        throw new RangeError(`run lengths have an invalid character at position ${position}`);
      }
      position++;
      value += (group & PAYLOAD) * factor;
      factor *= 32;
      if (factor > 2 ** 45) throw new RangeError(`run lengths have an overlong number at position ${position}`);
      if ((group & MORE) === 0) {
        if ((group & SIGN) !== 0) value -= factor;
        break;
      }
    }
    if (length > 2) value += counts[length - 2] as number;
    if (value < 0 || value > 0xffffffff) {
      throw new RangeError(`run ${length} is ${value}, expected 0 to 4294967295`);
    }
    counts[length++] = value;
  }
  return counts.slice(0, length);
}
