import type { Dice } from "../random/Dice.ts";

export type LotKind = "house" | "brick" | "glass" | "classical" | "lawn";

/** A piece of one side of the street. */
export interface Lot {
  readonly side: 1 | -1;
  readonly fromM: number;
  readonly toM: number;
  readonly kind: LotKind;
}

/** The street's cross-section and what stands along it, in metres from its middle line. */
export interface StreetPlan {
  readonly laneHalfM: number;
  /** Half the carriageway, parking lanes included. */
  readonly roadHalfM: number;
  readonly hasParking: boolean;
  /** From the middle line to the house fronts. */
  readonly frontM: number;
  readonly lots: readonly Lot[];
  readonly crossingsM: readonly number[];
  /** Where a building closes the street, or null for an open end. */
  readonly closedAtM: number | null;
}

const FROM_M = -70;
const TO_M = 150;

export function rollStreetPlan(dice: Dice): StreetPlan {
  const laneHalfM = dice.range(2.9, 3.4);
  const hasParking = dice.chance(0.65);
  const roadHalfM = laneHalfM + (hasParking ? 2.2 : 0);
  const lots: Lot[] = [];
  for (const side of [-1, 1] as const) {
    const lawns = dice.range(0.1, 0.45);
    for (let at = FROM_M + dice.range(0, 8); at < TO_M; ) {
      const kind = dice.weighted<LotKind>([
        ["lawn", lawns * 4],
        ["house", 1.4],
        ["brick", 1],
        ["glass", 0.5],
        ["classical", 0.5],
      ]);
      const length = kind === "lawn" ? dice.range(8, 20) : kind === "house" ? dice.range(8, 13) : dice.range(14, 28);
      lots.push({ side, fromM: at, toM: at + length, kind });
      at += length + (dice.chance(0.25) ? dice.range(1.5, 4) : 0);
    }
  }
  const crossingsM: number[] = [];
  if (dice.chance(0.5)) crossingsM.push(dice.range(4, 22));
  return {
    laneHalfM,
    roadHalfM,
    hasParking,
    frontM: roadHalfM + dice.range(3, 5),
    lots,
    crossingsM,
    closedAtM: dice.chance(0.4) ? dice.range(70, 120) : null,
  };
}
