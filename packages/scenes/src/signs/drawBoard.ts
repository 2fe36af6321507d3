import type { Stage } from "../compose/Stage.ts";
import { type Color, mixColors, scaleColor } from "../drawing/Color.ts";
import { Drawing } from "../drawing/Drawing.ts";
import { PlaneBrush } from "../drawing/PlaneBrush.ts";
import type { Plane } from "../geometry/Plane.ts";
import { type SceneObject, solidPieces } from "../object/SceneObject.ts";
import type { Dice } from "../random/Dice.ts";
import type { BoardDesign } from "./BoardDesign.ts";
import { boardShape, scaledShape } from "./boardShapes.ts";

/** A sign board around the origin of its plane. Only the board is the sign: poles and brackets are things of their own. */
export function drawBoard(stage: Stage, dice: Dice, plane: Plane, design: BoardDesign, distanceM: number): SceneObject {
  const drawing = new Drawing();
  const brush = new PlaneBrush(stage, plane, drawing);
  const shape = boardShape(design.outline, design.widthM, design.heightM, design.turn);
  const outer = brush.ring(shape);
  drawing.fill(outer, brush.color(design.rimShare < 1 ? design.rim : design.ground));
  drawGround(brush, design, shape);
  if (brush.scaleAt(0, 0) * Math.min(design.heightM, design.widthM) > 5) drawContent(brush, dice, design);
  return { distanceM, drawing, outline: solidPieces([outer]), categoryName: "sign board" };
}

function drawGround(brush: PlaneBrush, design: BoardDesign, shape: readonly (readonly [number, number])[]): void {
  const isLong = design.outline === "rectangle" || design.outline === "pointer";
  const rimM = (Math.min(design.widthM, design.heightM) / 2) * (1 - design.rimShare);
  const inner = isLong
    ? shape.map(([u, v]): [number, number] => [
        u * (1 - (2 * rimM) / design.widthM),
        v * (1 - (2 * rimM) / design.heightM),
      ])
    : scaledShape(shape, design.rimShare);
  const lift =
    design.outline === "triangle" ? -design.heightM * 0.05 : design.outline === "yield" ? design.heightM * 0.05 : 0;
  const ring = brush.ring(inner.map(([u, v]): [number, number] => [u, v + lift]));
  const ys = ring.map((point) => point[1]);
  const ground = brush.color(design.ground);
  brush.drawing.fill(ring, {
    from: [0, Math.min(...ys)],
    to: [0, Math.max(...ys) + 0.01],
    stops: [
      [0, mixColors(ground, brush.stage.air.skyHorizon, 0.1)],
      [1, scaleColor(ground, 0.93)],
    ],
  });
}

function drawContent(brush: PlaneBrush, dice: Dice, design: BoardDesign): void {
  const { ink, ground } = design;
  const [w, h] = [(design.widthM / 2) * 0.86, (design.heightM / 2) * 0.86];
  switch (design.content) {
    case "plain":
      return;
    case "ring":
      if (dice.chance(0.6)) brush.writing(dice, -w * 0.5, w * 0.62, -h * 0.3, h * 0.6, ink);
      else brush.arrow(0, 0, w * 0.5, dice.pick([0, 1.57, -1.57]), ink);
      return;
    case "bar":
      brush.rect(-w * 0.7, -h * 0.18, w * 0.7, h * 0.18, ink);
      return;
    case "arrow":
      brush.arrow(0, 0, w * 0.72, dice.pick([0, 1.57, -1.57, 0.8, -0.8]), ink);
      return;
    case "figure":
      drawFigure(brush, dice, Math.min(w, h) * 0.52, design.outline === "triangle" ? -h * 0.22 : 0, ink);
      return;
    case "word":
      brush.writing(dice, -w * 0.8, w * 0.85, -h * 0.22, h * 0.44, ink);
      return;
    case "parking":
      brush.rect(-w * 0.32, -h * 0.72, -w * 0.06, h * 0.72, ink);
      brush.disc(w * 0.06, h * 0.28, w * 0.44, ink);
      brush.disc(w * 0.06, h * 0.28, w * 0.19, ground);
      return;
    case "pointer":
      brush.writing(
        dice,
        -w * 0.85 + (design.turn < 0 ? h : 0),
        w * 0.85 - (design.turn > 0 ? h : 0),
        -h * 0.42,
        h * 0.84,
        ink,
      );
      return;
    case "notice":
      brush.rect(-w, h * 0.5, w, h * 0.98, mixColors(ground, ink, 0.2));
      brush.writing(dice, -w * 0.85, w * dice.range(0.3, 0.9), h * 0.58, h * 0.32, ink);
      for (let row = 0; row < 4; row++)
        brush.writing(dice, -w * 0.85, w * dice.range(0, 0.9), h * (0.22 - row * 0.33), h * 0.19, ink);
      return;
    case "map":
      drawMap(brush, dice, w, h);
      return;
    case "shop":
      brush.writing(dice, -w * 0.9 + dice.range(0, w * 0.3), w * dice.range(0.6, 0.95), -h * 0.5, h, ink);
      return;
    case "advert":
      drawAdvert(brush, dice, design, w, h);
  }
}

/** A little person, walking, or an exclamation mark. */
function drawFigure(brush: PlaneBrush, dice: Dice, half: number, v: number, ink: Color): void {
  if (dice.chance(0.4)) {
    brush.polygon(
      [
        [-half * 0.16, v - half * 0.2],
        [half * 0.16, v - half * 0.2],
        [half * 0.24, v + half * 0.95],
        [-half * 0.24, v + half * 0.95],
      ],
      ink,
    );
    brush.disc(0, v - half * 0.55, half * 0.2, ink);
    return;
  }
  brush.disc(0, v + half * 0.8, half * 0.22, ink);
  brush.polygon(
    [
      [-half * 0.22, v + half * 0.5],
      [half * 0.22, v + half * 0.5],
      [half * 0.14, v - half * 0.15],
      [-half * 0.14, v - half * 0.15],
    ],
    ink,
  );
  brush.polygon(
    [
      [-half * 0.12, v - half * 0.1],
      [half * 0.02, v - half * 0.1],
      [-half * 0.32, v - half * 0.95],
      [-half * 0.52, v - half * 0.95],
    ],
    ink,
  );
  brush.polygon(
    [
      [half * 0.12, v - half * 0.1],
      [-half * 0.04, v - half * 0.1],
      [half * 0.34, v - half * 0.95],
      [half * 0.54, v - half * 0.95],
    ],
    ink,
  );
}

function drawMap(brush: PlaneBrush, dice: Dice, w: number, h: number): void {
  brush.rect(-w * 0.95, -h * 0.92, w * 0.95, h * 0.55, [0.87, 0.9, 0.8]);
  for (let block = 0; block < 7; block++) {
    const [u, v] = [dice.range(-w * 0.9, w * 0.5), dice.range(-h * 0.88, h * 0.2)];
    const colors: Color[] = [
      [0.75, 0.45, 0.35],
      [0.55, 0.62, 0.72],
      [0.45, 0.65, 0.42],
      [0.82, 0.72, 0.5],
    ];
    brush.rect(u, v, u + w * dice.range(0.15, 0.42), v + h * dice.range(0.12, 0.32), dice.pick(colors));
  }
  brush.polygon(
    [
      [-w * 0.95, -h * 0.3],
      [w * 0.95, h * 0.05],
      [w * 0.95, h * 0.14],
      [-w * 0.95, -h * 0.2],
    ],
    [0.97, 0.97, 0.95],
  );
  brush.writing(dice, -w * 0.9, w * 0.6, h * 0.66, h * 0.26, [0.95, 0.95, 0.93]);
}

function drawAdvert(brush: PlaneBrush, dice: Dice, design: BoardDesign, w: number, h: number): void {
  const accent = dice.pick<Color>([
    [0.98, 0.8, 0.2],
    [0.95, 0.35, 0.3],
    [0.2, 0.6, 0.75],
    [0.98, 0.95, 0.9],
    [0.35, 0.7, 0.4],
  ]);
  const side = dice.sign();
  switch (dice.whole(0, 2)) {
    case 0: {
      brush.disc(side * w * 0.5, -h * 0.05, h * 0.72, accent);
      brush.disc(side * w * 0.5, h * 0.12, h * 0.34, scaleColor(design.ground, 0.55));
      break;
    }
    case 1: {
      brush.polygon(
        [
          [-w, -h * 0.98],
          [w, -h * 0.98],
          [w, -h * 0.2],
          [w * 0.3, h * 0.5],
          [-w * 0.1, -h * 0.1],
          [-w * 0.5, h * 0.25],
          [-w, -h * 0.4],
        ],
        accent,
      );
      brush.disc(-side * w * 0.6, h * 0.55, h * 0.24, [1, 0.95, 0.8]);
      break;
    }
    default: {
      for (let k = 0; k < 4; k++) {
        const u = side * w * (0.2 + 0.2 * k);
        brush.rect(
          Math.min(u, u + side * w * 0.13),
          -h * 0.8,
          Math.max(u, u + side * w * 0.13),
          h * dice.range(-0.1, 0.8),
          mixColors(accent, design.ground, k * 0.18),
        );
      }
    }
  }
  const from = side > 0 ? -w * 0.92 : -w * 0.05;
  brush.writing(dice, from, from + w * dice.range(0.7, 0.95), h * 0.3, h * 0.4, design.ink);
  brush.writing(dice, from, from + w * dice.range(0.5, 0.9), -h * 0.25, h * 0.22, design.ink);
}
