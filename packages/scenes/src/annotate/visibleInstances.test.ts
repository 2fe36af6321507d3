import { maskFromGeometry } from "@maskyard/annotations";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { composeScene, SCENE_HEIGHT_PX, SCENE_WIDTH_PX, type Scene } from "../compose/composeScene.ts";
import type { Color } from "../drawing/Color.ts";
import { Drawing, type Mark } from "../drawing/Drawing.ts";
import { svgFromMarks } from "../drawing/svgFromMarks.ts";
import type { PointPx } from "../geometry/Point.ts";
import { type SceneObject, solidPieces } from "../object/SceneObject.ts";
import { visibleInstances } from "./visibleInstances.ts";

const SCALE = 4;

function square(left: number, top: number, size: number): PointPx[] {
  return [
    [left, top],
    [left + size, top],
    [left + size, top + size],
    [left, top + size],
  ];
}

function thing(distanceM: number, rings: PointPx[][], categoryName: SceneObject["categoryName"]): SceneObject {
  return { distanceM, drawing: new Drawing(), outline: solidPieces(rings), categoryName };
}

describe("visibleInstances", () => {
  it("splits a board behind a pole in two parts", () => {
    const board = thing(10, [square(10, 10, 20)], "sign board");
    const pole = thing(
      5,
      [
        [
          [18, 0],
          [22, 0],
          [22, 50],
          [18, 50],
        ],
      ],
      null,
    );
    const { instances } = visibleInstances([board, pole], 60, 60);
    expect(instances).toHaveLength(1);
    expect(instances[0]?.parts).toHaveLength(2);
    expect(instances[0]?.areaPx).toBe(2 * 8 * 20);
    expect(instances[0]?.boxXywhPx).toEqual([10, 10, 20, 20]);
    expect(instances[0]?.hiddenShare).toBeCloseTo(80 / 400);
  });

  it("cuts a hole where something in front lies inside, and fills one that is too small to matter", () => {
    const board = thing(10, [square(0, 0, 40)], "sign board");
    const front = thing(5, [square(10, 10, 10), square(30, 30, 2)], null);
    const { instances } = visibleInstances([board, front], 60, 60);
    expect(instances[0]?.parts[0]?.holes).toHaveLength(1);
    expect(instances[0]?.areaPx).toBe(1600 - 100);
  });

  it("clips to the picture and says that the frame cuts it", () => {
    const { instances } = visibleInstances([thing(10, [square(-10, 5, 20)], "car")], 60, 60);
    expect(instances[0]?.boxXywhPx).toEqual([0, 5, 10, 20]);
    expect(instances[0]?.isCutByFrame).toBe(true);
  });

  it("names what is hidden too far to be recognised instead of annotating a sliver", () => {
    const car = thing(10, [square(0, 0, 40)], "car");
    const wall = thing(
      5,
      [
        [
          [0, 0],
          [37, 0],
          [37, 40],
          [0, 40],
        ],
      ],
      null,
    );
    const { instances, unrecognisable } = visibleInstances([car, wall], 60, 60);
    expect(instances).toEqual([]);
    expect(unrecognisable.has(car)).toBe(true);
  });

  it("agrees with what is painted: every instance against a flat painting of the same drawings, 12 scenes", async () => {
    let compared = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const scene = composeScene(seed);
      const labels = await paintFlat(scene);
      const annotated = scene.objects.filter((object) => object.categoryName !== null);
      expect(annotated).toHaveLength(scene.instances.length);
      scene.instances.forEach((instance, i) => {
        const label = scene.objects.indexOf(annotated[i] as SceneObject) + 1;
        const parts = instance.parts.map((part) => ({
          outer: part.outer.map((v) => v * SCALE),
          holes: part.holes.map((hole) => hole.map((v) => v * SCALE)),
        }));
        const mask = maskFromGeometry(
          { type: "polygon", parts },
          [0, 0, 0, 0],
          SCENE_HEIGHT_PX * SCALE,
          SCENE_WIDTH_PX * SCALE,
        );
        let [both, either] = [0, 0];
        for (let p = 0; p < labels.length; p++) {
          const painted = labels[p] === label;
          const inside = mask[p] !== 0;
          if (painted && inside) both++;
          if (painted || inside) either++;
        }
        expect(both / either, `scene ${seed}, ${instance.categoryName} ${i}, ${instance.areaPx} px`).toBeGreaterThan(
          0.97,
        );
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(30);
  });
});

/** Every object's opaque marks in one colour of its own, without soft edges; row-major numbers, 0 the backdrop. */
async function paintFlat(scene: Scene): Promise<Uint8Array> {
  const marks: Mark[] = scene.objects.flatMap((object, i) => {
    const flat: Color = [(i + 1) / 255, 0, 0];
    return object.drawing.marks.flatMap((mark): Mark[] => {
      if (mark.opacity < 1) return [];
      return [mark.kind === "fill" ? { ...mark, paint: flat } : { ...mark, color: flat }];
    });
  });
  const svg = svgFromMarks(marks, SCENE_WIDTH_PX, SCENE_HEIGHT_PX, SCALE).replace(
    "<svg ",
    '<svg shape-rendering="crispEdges" ',
  );
  const { data } = await sharp(Buffer.from(svg))
    .flatten({ background: "#000000" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Uint8Array.from({ length: data.length / 3 }, (_, p) => data[p * 3] as number);
}
