import type { EditRequest, Told } from "@maskyard/annotations/editing";
import type { AnnotationContent } from "./AnnotationContent.ts";

export type EditReply =
  | { readonly name: "stored"; readonly told: readonly Told<AnnotationContent>[] }
  | { readonly name: "refused"; readonly code: string; readonly message: string }
  /** No answer, or none that says whether it was stored: the same request may be sent again. */
  | { readonly name: "lost" };

/** The way to the server, which may be slow, lose a request, or lose the answer of one that was stored. */
export interface EditorTransport {
  readonly send: (imageId: string, request: EditRequest<AnnotationContent>) => Promise<EditReply>;
  /** The annotations in force, read after this was asked for; null where there was no answer. */
  readonly look: (imageId: string) => Promise<readonly Told<AnnotationContent>[] | null>;
}
