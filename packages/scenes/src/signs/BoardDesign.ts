import { type Color, hexColor } from "../drawing/Color.ts";
import type { Dice } from "../random/Dice.ts";
import type { BoardOutline } from "./boardShapes.ts";

export type BoardContent =
  | "ring"
  | "bar"
  | "arrow"
  | "figure"
  | "word"
  | "plain"
  | "parking"
  | "notice"
  | "map"
  | "advert"
  | "shop"
  | "pointer";

export interface BoardDesign {
  readonly outline: BoardOutline;
  readonly widthM: number;
  readonly heightM: number;
  readonly content: BoardContent;
  readonly ground: Color;
  readonly ink: Color;
  /** Colour of the rim; the ground's own where there is none. */
  readonly rim: Color;
  readonly rimShare: number;
  readonly turn: 1 | -1;
}

const WHITE = hexColor("#f4f4f0");
const RED = hexColor("#c62127");
const BLUE = hexColor("#1f57a5");
const BLACK = hexColor("#1b1b1e");
const YELLOW = hexColor("#f2c318");
const GREEN = hexColor("#1d6b45");
const BROWN = hexColor("#6e4427");

/** Traffic signs as they stand on poles. */
export function rollTrafficBoard(dice: Dice): BoardDesign {
  const size = dice.range(0.74, 1.12);
  const base = { widthM: size, heightM: size, turn: dice.sign(), rimShare: 1, rim: WHITE, ground: WHITE, ink: BLACK };
  return dice.weighted<BoardDesign>([
    [{ ...base, outline: "round", content: "ring", rim: RED, rimShare: 0.78 }, 4],
    [{ ...base, outline: "round", content: "bar", ground: RED, ink: WHITE, rim: WHITE, rimShare: 0.95 }, 2],
    [{ ...base, outline: "round", content: "arrow", ground: BLUE, ink: WHITE, rimShare: 0.94 }, 3],
    [
      {
        ...base,
        outline: "triangle",
        content: "figure",
        heightM: size * 0.88,
        rim: RED,
        rimShare: 0.68,
        ground: dice.chance(0.5) ? WHITE : YELLOW,
      },
      4,
    ],
    [{ ...base, outline: "yield", content: "plain", heightM: size * 0.88, rim: RED, rimShare: 0.64 }, 2],
    [{ ...base, outline: "octagon", content: "word", ground: RED, ink: WHITE, rimShare: 0.94 }, 2],
    [{ ...base, outline: "diamond", content: "plain", ground: YELLOW, rimShare: 0.74 }, 1],
    [{ ...base, outline: "rectangle", content: "parking", ground: BLUE, ink: WHITE, rimShare: 0.94 }, 3],
    [{ ...base, outline: "rectangle", content: "figure", ground: BLUE, ink: BLACK, rim: BLUE, rimShare: 0.7 }, 1],
    [rollPointerBoard(dice), 3],
  ]);
}

export function rollPointerBoard(dice: Dice): BoardDesign {
  const [ground, ink] = dice.pick([
    [BLUE, WHITE],
    [GREEN, WHITE],
    [WHITE, BLACK],
    [YELLOW, BLACK],
    [BROWN, WHITE],
  ] as const);
  const widthM = dice.range(1.1, 1.9);
  return {
    outline: "pointer",
    content: "pointer",
    widthM,
    heightM: dice.range(0.32, 0.46),
    ground,
    ink,
    rim: ink,
    rimShare: 0.9,
    turn: dice.sign(),
  };
}

/** Boards on two posts: campus maps and notices. */
export function rollNoticeBoard(dice: Dice): BoardDesign {
  const ground = dice.pick([BLUE, GREEN, BROWN, WHITE, hexColor("#7a1f2b"), hexColor("#2b3440"), hexColor("#d8d2c2")]);
  const dark = ground[0] + ground[1] + ground[2] < 1.6;
  return {
    outline: "rectangle",
    content: dice.chance(0.4) ? "map" : "notice",
    widthM: dice.range(1.2, 2.5),
    heightM: dice.range(0.95, 1.7),
    ground,
    ink: dark ? WHITE : BLACK,
    rim: dark ? hexColor("#c9c9c4") : hexColor("#4a4f55"),
    rimShare: 0.93,
    turn: 1,
  };
}

/** Wide advertising boards. */
export function rollBillboard(dice: Dice): BoardDesign {
  const grounds = ["#e8493a", "#2f7fc1", "#f1b52c", "#2e9b78", "#f3efe6", "#6b3fa0", "#ef7fa2", "#1f2a44", "#9fd0e6"];
  const ground = hexColor(dice.pick(grounds));
  const widthM = dice.range(3, 5.4);
  return {
    outline: "rectangle",
    content: "advert",
    widthM,
    heightM: widthM * dice.range(0.42, 0.58),
    ground,
    ink: ground[0] + ground[1] + ground[2] < 1.7 ? WHITE : BLACK,
    rim: hexColor(dice.pick(["#3a3d42", "#d9d9d5", "#22252a"])),
    rimShare: 0.95,
    turn: 1,
  };
}

/** Boards fixed flat to a wall. */
export function rollWallBoard(dice: Dice): BoardDesign {
  if (dice.chance(0.3)) return rollNoticeBoard(dice);
  const ground = hexColor(
    dice.pick(["#1c1e22", "#0f4c5c", "#8c1c13", "#f4f1e8", "#e0a526", "#215732", "#2b2d6e", "#d9573b", "#3b2a20"]),
  );
  return {
    outline: dice.chance(0.12) ? "round" : "rectangle",
    content: "shop",
    widthM: dice.range(1.8, 4.2),
    heightM: dice.range(0.55, 0.95),
    ground,
    ink: ground[0] + ground[1] + ground[2] < 1.5 ? hexColor(dice.pick(["#fff4d6", "#ffffff", "#ffd166"])) : BLACK,
    rim: hexColor(dice.pick(["#d8c690", "#2a2a2a", "#f5f5f5"])),
    rimShare: 0.94,
    turn: 1,
  };
}

/** Boards that stand out from a wall, over the pavement. */
export function rollBladeBoard(dice: Dice): BoardDesign {
  const size = dice.range(0.75, 1.2);
  const ground = hexColor(dice.pick(["#15803d", "#b91c1c", "#1d4ed8", "#111827", "#f59e0b", "#f8fafc", "#7c2d12"]));
  const outline = dice.pick<BoardOutline>(["round", "rectangle", "rectangle"]);
  return {
    outline,
    content: dice.pick<BoardContent>(["figure", "word", "plain"]),
    widthM: size,
    heightM: outline === "round" ? size : size * dice.range(0.8, 1.6),
    ground,
    ink: ground[0] + ground[1] + ground[2] < 1.7 ? WHITE : BLACK,
    rim: WHITE,
    rimShare: 0.88,
    turn: 1,
  };
}
