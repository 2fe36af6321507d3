/** Stops of Matplotlib's "viridis" (CC0, S. van der Walt and N. Smith), which reads alike with and without colour vision. */
const STOPS = ["#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39"] as const;

/** A place from 0 to 1 as a colour. The yellow end is left out: a line of it is not seen on white. */
export function rampColor(place: number): string {
  const at = Math.min(1, Math.max(0, place)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(at));
  const [from, to] = [channels(STOPS[index] as string), channels(STOPS[index + 1] as string)];
  const mixed = from.map((channel, i) => Math.round(channel + ((to[i] as number) - channel) * (at - index)));
  return `rgb(${mixed.join(", ")})`;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}
