import type { RequestServices } from "../../services.ts";
import { InvalidInputError } from "../errors/expectedErrors.ts";
import { defineTask } from "../work/defineTask.ts";
import { type GeometryInputValue, type MeasuredImage, parseGeometryInput, type Shape } from "./parseGeometryInput.ts";

const MEASURE = defineTask<typeof import("./measureShapesTask.ts").default>({
  from: import.meta.url,
  module: "measureShapesTask",
  lane: "quick",
  doing: "Measuring the shapes",
  advice: "Send fewer of them at once, or with fewer points.",
});

/** Numbers that are measured here and now, in less time than another process is asked in: 200 random points take a few milliseconds. */
const NUMBERS_HERE_MAX = 400;

/**
 * Reads the drawn shapes of one image. Gives what tells each of them by what was sent, and throws {@link InvalidInputError} for one that is wrong, as
 * `parseGeometryInput` does: whoever asks has gone on to its place by then. Many points are measured by a worker.
 */
export async function readShapes(
  { work, signal, environment }: Pick<RequestServices, "work" | "signal" | "environment">,
  geometries: readonly GeometryInputValue[],
  { widthPx, heightPx }: MeasuredImage,
): Promise<(geometry: GeometryInputValue) => Shape> {
  const image = { widthPx, heightPx };
  const pointsMax = environment.maxShapePoints;
  if (geometries.reduce((sum, geometry) => sum + numbersOf(geometry), 0) <= NUMBERS_HERE_MAX) {
    return (geometry) => parseGeometryInput(geometry, image, pointsMax);
  }
  const measured = await work.run(MEASURE, { geometries, image, pointsMax }, { signal });
  const resultOf = new Map(geometries.map((geometry, i) => [geometry, measured[i]]));
  return (geometry) => {
    const result = resultOf.get(geometry);
    if (result === undefined) throw new Error("readShapes: expected a shape that was among those to be read");
    if ("problem" in result) throw new InvalidInputError(result.problem.message, result.problem.field);
    return result.shape;
  };
}

function numbersOf({ parts }: GeometryInputValue): number {
  let numbers = 0;
  for (const { outer, holes } of parts ?? []) {
    numbers += outer.length;
    for (const hole of holes ?? []) numbers += hole.length;
  }
  return numbers;
}
