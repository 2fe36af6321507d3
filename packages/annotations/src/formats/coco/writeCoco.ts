import type { AnnotationDocument, BoxXywhPx, DocumentImage, Geometry, Rle } from "../../document/types.ts";
import { rleFromRuns } from "../../geometry/rle.ts";
import { runsFromGeometry } from "../../geometry/runsFromGeometry.ts";

export interface CocoOutput {
  readonly info: { readonly description: string };
  readonly images: readonly { id: number; file_name: string; width: number | null; height: number | null }[];
  readonly annotations: readonly {
    id: number;
    image_id: number;
    category_id: number;
    iscrowd: 0 | 1;
    bbox: BoxXywhPx;
    area: number;
    segmentation: readonly (readonly number[])[] | Rle;
  }[];
  readonly categories: readonly { id: number; name: string; supercategory: string }[];
}

/**
 * A COCO instances file of the document's images. All ids count from 1. Polygons stay polygons; a polygon with a hole
 * becomes run lengths, because COCO unites polygons and would fill the hole.
 * @throws RangeError for a polygon with a hole on an image of unknown size.
 */
export function writeCoco(document: Pick<AnnotationDocument, "categories" | "images">, description = ""): CocoOutput {
  const categoryIds = new Map(document.categories.map((category, i) => [category.name, i + 1]));
  let nextId = 1;
  return {
    info: { description },
    images: document.images.map((image, i) => ({
      id: i + 1,
      file_name: image.fileName,
      width: image.widthPx,
      height: image.heightPx,
    })),
    annotations: document.images.flatMap((image, i) =>
      image.annotations.map((annotation) => {
        const categoryId = categoryIds.get(annotation.categoryName);
        if (categoryId === undefined) {
          throw new RangeError(
            `writeCoco: ${annotation.key} has category "${annotation.categoryName}", not in the list`,
          );
        }
        return {
          id: nextId++,
          image_id: i + 1,
          category_id: categoryId,
          iscrowd: annotation.isCrowd ? (1 as const) : (0 as const),
          bbox: annotation.boxXywhPx,
          area: annotation.areaPx,
          segmentation: segmentationOf(annotation.geometry, annotation.boxXywhPx, image),
        };
      }),
    ),
    categories: document.categories.map((category, i) => ({ id: i + 1, name: category.name, supercategory: "" })),
  };
}

function segmentationOf(
  geometry: Geometry,
  boxXywhPx: BoxXywhPx,
  image: DocumentImage,
): readonly (readonly number[])[] | Rle {
  if (geometry.type === "box") return [];
  if (geometry.type === "rle") return geometry.rle;
  if (geometry.parts.every((part) => part.holes.length === 0)) return geometry.parts.map((part) => part.outer);
  if (image.heightPx === null || image.widthPx === null) {
    throw new RangeError(`writeCoco: a polygon with a hole needs the size of ${image.fileName}, which is unknown`);
  }
  return rleFromRuns(runsFromGeometry(geometry, boxXywhPx, image.heightPx, image.widthPx));
}
