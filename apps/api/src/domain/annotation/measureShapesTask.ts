import { InvalidInputError } from "../errors/expectedErrors.ts";
import { type GeometryInputValue, type MeasuredImage, parseGeometryInput, type Shape } from "./parseGeometryInput.ts";

export interface MeasureInput {
  readonly geometries: readonly GeometryInputValue[];
  readonly image: MeasuredImage;
  readonly pointsMax: number;
}

/** A shape, or what is wrong with what was drawn. */
export type Measured =
  | { readonly shape: Shape }
  | { readonly problem: { readonly message: string; readonly field: string | null } };

/** Reads drawn shapes, one after the other: the place of one that is wrong is for whoever asks to say. */
export default async function measureShapes({ geometries, image, pointsMax }: MeasureInput): Promise<Measured[]> {
  return geometries.map((geometry) => {
    try {
      return { shape: parseGeometryInput(geometry, image, pointsMax) };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return { problem: { message: error.message, field: error.field } };
    }
  });
}
