import type { EditRequest, Operation } from "@maskyard/annotations/editing";
import type { VariablesOf } from "../../../graph/graphql.ts";
import type { AnnotationContent, ContentShape } from "./AnnotationContent.ts";
import type { editAnnotationsMutation } from "./editorGraph.ts";

type EditsInput = VariablesOf<typeof editAnnotationsMutation>["input"];
type EditInput = EditsInput["edits"][number];

/** A request of the editing machine as the graph takes it. */
export function editAnnotationsInput(imageId: string, { key, operations }: EditRequest<AnnotationContent>): EditsInput {
  return { imageId, idempotencyKey: key, edits: operations.map(editInput) };
}

function editInput(operation: Operation<AnnotationContent>): EditInput {
  const { id } = operation;
  switch (operation.kind) {
    case "create": {
      const { categoryId, shape } = operation.content;
      return { create: { id, categoryId, geometry: geometryInput(shape) } };
    }
    case "delete":
      return { delete: { id, expectedRevision: operation.expectedRevision } };
    case "restore":
      return { restore: { id, expectedRevision: operation.expectedRevision, revision: operation.revision } };
    case "update": {
      const { categoryId, shape } = operation.fields;
      return {
        update: {
          id,
          expectedRevision: operation.expectedRevision,
          ...(categoryId ? { categoryId: categoryId.value as string } : {}),
          ...(shape ? shapeInput(shape.value as ContentShape, shape.revision) : {}),
        },
      };
    }
  }
}

/** A shape that a revision has already is taken from there, exactly as it is stored. */
function shapeInput(shape: ContentShape, revision: number | null) {
  return revision === null ? { geometry: geometryInput(shape) } : { geometryOfRevision: revision };
}

function geometryInput(shape: ContentShape) {
  if (shape.kind === "BOX") return { box: { ...shape.box } };
  if (shape.kind === "RLE") throw new Error("geometryInput: expected a shape that was drawn, got a run-length mask");
  return {
    parts: shape.parts.map(({ outer, holes }) => ({ outer: [...outer], holes: holes.map((hole) => [...hole]) })),
  };
}
