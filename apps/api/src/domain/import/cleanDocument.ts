import type { AnnotationDocument, DocumentAnnotation, DocumentImage, Remark } from "@maskyard/annotations";
import { storableJson, storableName, storableText } from "@maskyard/store";

/** As a person may name one. */
const NAME_LENGTH_MAX = 200;

/**
 * The gate of imports: the document with names, subsets and source records as they can be stored, and a remark for each place where that made a change. A
 * file with a NUL in a label is taken in whole, and its ledger says what became of the label.
 */
export function cleanDocument(document: AnnotationDocument): {
  readonly document: AnnotationDocument;
  readonly remarks: readonly Remark[];
} {
  const remarks: Remark[] = [];
  const names = cleanNames(
    document.categories.map(({ name }) => name),
    remarks,
  );
  const nameOf = (name: string): string => names.get(name) ?? name;
  const categories = document.categories.map((category) => ({ ...category, name: nameOf(category.name) }));
  const images = document.images.map((image) => cleanImage(image, nameOf, remarks));
  return remarks.length === 0 ? { document, remarks } : { document: { ...document, categories, images }, remarks };
}

/** Classes that were told apart stay so: of two that would be called alike the later one is numbered. */
function cleanNames(names: readonly string[], remarks: Remark[]): ReadonlyMap<string, string> {
  const taken = new Set(names.filter((name) => shortName(name) === name));
  const cleaned = new Map<string, string>();
  for (const name of new Set(names)) {
    const short = shortName(name);
    if (short === name) continue;
    let free = short;
    for (let number = 2; taken.has(free); number++) free = `${short.slice(0, NAME_LENGTH_MAX - 8)} (${number})`;
    taken.add(free);
    cleaned.set(name, free);
    remarks.push({
      kind: "warning",
      place: `the class ${JSON.stringify(shortName(name))}`,
      reason: `its name has line breaks, characters that cannot be stored or more than ${NAME_LENGTH_MAX} characters: it is called ${JSON.stringify(free)}`,
    });
  }
  return cleaned;
}

function shortName(name: string): string {
  const clean = storableName(name);
  return clean.length <= NAME_LENGTH_MAX ? clean : `${clean.slice(0, NAME_LENGTH_MAX - 1)}…`.toWellFormed();
}

function cleanImage(image: DocumentImage, nameOf: (name: string) => string, remarks: Remark[]): DocumentImage {
  let changes = 0;
  const annotations = image.annotations.map((annotation): DocumentAnnotation => {
    const raw = storableJson(annotation.raw);
    if (raw.changes > 0) changes++;
    return { ...annotation, categoryName: nameOf(annotation.categoryName), raw: raw.value };
  });
  if (changes > 0) {
    const records =
      changes === 1 ? "the source record of an annotation" : `the source records of ${changes} annotations`;
    remarks.push({
      kind: "warning",
      place: storableText(image.key),
      reason: `${records} held what cannot be stored (NUL, half a surrogate pair, a number that is not finite, or more than 64 levels): it is kept with a sign in its place`,
    });
  }
  const subset = image.subset === null ? null : storableName(image.subset);
  return { ...image, subset, annotations };
}
