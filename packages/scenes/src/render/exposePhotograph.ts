import type { SeededRandom } from "@maskyard/annotations";
import { Dice } from "../random/Dice.ts";

export interface Exposure {
  readonly gain: readonly [number, number, number];
  readonly contrast: number;
  /** Darkening in the corners, 0 none. */
  readonly vignette: number;
  /** Standard deviation of the sensor noise, in grey levels of 255. */
  readonly noise: number;
  /** Share of each pixel that comes from its neighbours. */
  readonly softness: number;
  /** Depth of the blotches that keep large surfaces from being flat. */
  readonly mottle: number;
}

/** How the camera was set. @param darkness 0 by day, 1 by night: the less light, the more noise. */
export function rollExposure(random: SeededRandom, darkness: number): Exposure {
  const dice = new Dice(random);
  const gain = dice.range(0.96, 1.18);
  const warmth = dice.range(-0.035, 0.035);
  return {
    gain: [gain * (1 + warmth), gain, gain * (1 - warmth)],
    contrast: dice.range(0.9, 1.1),
    vignette: dice.range(0, 0.24),
    noise: dice.range(0.9, 4) + darkness * 3,
    softness: dice.chance(0.35) ? dice.range(0.2, 0.5) : dice.range(0, 0.15),
    mottle: dice.range(0.012, 0.035),
  };
}

/**
 * What lens and sensor make of a clean picture: softened, graded, vignetted, mottled and noisy. Plain arithmetic in
 * plain TypeScript, so that every machine gets the same bytes.
 *
 * @param cleanRgb red, green, blue bytes, row-major, widthPx x heightPx.
 * @returns the same layout.
 */
export function exposePhotograph(
  cleanRgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  exposure: Exposure,
  random: SeededRandom,
): Uint8Array {
  const soft = softened(cleanRgb, widthPx, heightPx, exposure.softness);
  const coarse = mottleField(random, widthPx, heightPx, 26);
  const fine = mottleField(random, widthPx, heightPx, 6);
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  const corner = (widthPx * widthPx + heightPx * heightPx) / 4;
  const [red, green, blue] = exposure.gain;
  // The sum of two bytes spreads by 104.5 about 255.
  const noiseShare = exposure.noise / 104.5;
  const graded = (level: number, noise: number): number => {
    // Brighter places are a little noisier.
    const value = (level - 128) * exposure.contrast + 128 + (noise - 255) * noiseShare * (0.7 + level / 420);
    return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
  };
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const [dx, dy] = [x + 0.5 - widthPx / 2, y + 0.5 - heightPx / 2];
      const blotch = 1 + exposure.mottle * ((coarse[at] as number) + (fine[at] as number));
      const shade = blotch * (1 - (exposure.vignette * (dx * dx + dy * dy)) / corner);
      // Neighbouring channels share a byte, so that part of the noise is grey, as in real sensors.
      const word = random.nextUint32();
      const [a, b, c, d] = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
      pixels[at * 3] = graded((soft[at * 3] as number) * red * shade, a + b);
      pixels[at * 3 + 1] = graded((soft[at * 3 + 1] as number) * green * shade, b + c);
      pixels[at * 3 + 2] = graded((soft[at * 3 + 2] as number) * blue * shade, c + d);
    }
  }
  return pixels;
}

/** Mixes each pixel with its four neighbours. */
function softened(pixels: Uint8Array, widthPx: number, heightPx: number, softness: number): Float32Array {
  const soft = new Float32Array(pixels.length);
  const stride = widthPx * 3;
  for (let y = 0; y < heightPx; y++) {
    const up = y > 0 ? -stride : 0;
    const down = y < heightPx - 1 ? stride : 0;
    for (let x = 0; x < widthPx; x++) {
      const left = x > 0 ? -3 : 0;
      const right = x < widthPx - 1 ? 3 : 0;
      for (let at = y * stride + x * 3, end = at + 3; at < end; at++) {
        const around =
          (pixels[at + left] as number) +
          (pixels[at + right] as number) +
          (pixels[at + up] as number) +
          (pixels[at + down] as number);
        soft[at] = (pixels[at] as number) * (1 - softness) + (around * softness) / 4;
      }
    }
  }
  return soft;
}

/** Smooth random values in about -1..1, one a pixel. */
function mottleField(random: SeededRandom, widthPx: number, heightPx: number, cellPx: number): Float32Array {
  const columns = Math.ceil(widthPx / cellPx) + 2;
  const rows = Math.ceil(heightPx / cellPx) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, () => random.nextUint32() / 2 ** 31 - 1);
  const field = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [column, row] = [Math.floor(x / cellPx), Math.floor(y / cellPx)];
      const [u, v] = [x / cellPx - column, y / cellPx - row];
      const at = row * columns + column;
      const top = (lattice[at] as number) * (1 - u) + (lattice[at + 1] as number) * u;
      const bottom = (lattice[at + columns] as number) * (1 - u) + (lattice[at + columns + 1] as number) * u;
      field[y * widthPx + x] = top * (1 - v) + bottom * v;
    }
  }
  return field;
}
