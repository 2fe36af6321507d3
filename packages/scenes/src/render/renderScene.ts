import sharp from "sharp";
import type { Scene } from "../compose/composeScene.ts";
import type { Mark } from "../drawing/Drawing.ts";
import { svgFromMarks } from "../drawing/svgFromMarks.ts";

/** All that is painted, in order. */
export function sceneMarks(scene: Scene): Mark[] {
  return [
    ...scene.backdrop.marks,
    ...scene.objects.flatMap((object) => object.shadow?.marks ?? []),
    ...scene.objects.flatMap((object) => object.drawing.marks),
    ...scene.veil.marks,
  ];
}

/** @returns red, green, blue bytes, row-major, widthPx x heightPx of the scene's camera. */
export async function rasteriseScene(scene: Scene): Promise<Uint8Array> {
  const { widthPx, heightPx } = scene.stage.camera;
  const svg = svgFromMarks(sceneMarks(scene), widthPx, heightPx, 1);
  return sharp(Buffer.from(svg)).removeAlpha().toColourspace("srgb").raw().toBuffer();
}
