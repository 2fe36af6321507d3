import type { Client } from "urql";
import { outcomeOf } from "../../../graph/outcomeOf.ts";
import { toldAnnotation } from "./AnnotationContent.ts";
import type { EditorTransport } from "./EditorTransport.ts";
import { editAnnotationsInput } from "./editInputs.ts";
import { editAnnotationsMutation, imageAnnotationsQuery } from "./editorGraph.ts";

/**
 * Answers that do not say whether the edit was stored. Somebody who is signed out meanwhile signs in again, and the edit is
 * sent then.
 */
const UNDECIDED = new Set(["NETWORK", "SERVICE_UNAVAILABLE", "UNAUTHENTICATED", "INTERNAL", "INTERNAL_SERVER_ERROR"]);

/** The editor's way to the graph. */
export function graphTransport(client: Client): EditorTransport {
  return {
    send: async (imageId, request) => {
      const input = editAnnotationsInput(imageId, request);
      const outcome = outcomeOf(await client.mutation(editAnnotationsMutation, { input }).toPromise());
      if (outcome.ok) return { name: "stored", told: outcome.data.map(toldAnnotation) };
      if (UNDECIDED.has(outcome.code)) return { name: "lost" };
      return { name: "refused", code: outcome.code, message: outcome.message };
    },
    look: async (imageId) => {
      const variables = { id: imageId };
      const { data } = await client
        .query(imageAnnotationsQuery, variables, { requestPolicy: "network-only" })
        .toPromise();
      return data ? (data.image?.annotations ?? []).map(toldAnnotation) : null;
    },
  };
}
