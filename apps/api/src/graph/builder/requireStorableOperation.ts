import { unstorableIn } from "@maskyard/store";
import { type DocumentNode, visit } from "graphql";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { requireStorable } from "../../domain/errors/requireStorable.ts";

/**
 * The graph's gate: every text of an operation, as a variable or written out in the document, is one that can be stored. Here and not in the scalars, since
 * graphql's own String cannot be replaced in a schema (its introspection has another of that name). Throws {@link InvalidInputError} with the place.
 */
export function requireStorableOperation(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  requireStorable("The operation", variables);
  visit(document, {
    StringValue({ value, loc }) {
      const problem = unstorableIn(value);
      if (problem === null) return;
      const place = loc === undefined ? "" : ` in line ${loc.startToken.line}, column ${loc.startToken.column},`;
      throw new InvalidInputError(`A text${place} holds ${problem}. Take that out and send it again.`);
    },
  });
}
