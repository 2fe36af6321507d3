import { complexityFromQuery } from "@pothos/plugin-complexity";
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { InvalidInputError } from "../../domain/errors/expectedErrors.ts";
import { shown } from "../../domain/errors/requireStorable.ts";
import type { GraphContext } from "./context.ts";
import { requireStorableOperation } from "./requireStorableOperation.ts";

// What a stranger's query may cost (https://escape.tech/graphql-armor/docs/category/plugins). The dashboard's largest
// query, a page of 200 images with their annotations, costs about a quarter of COST_MAX.
export const TOKENS_MAX = 1_000;
export const DEPTH_MAX = 10;
export const ALIASES_MAX = 15;
export const COST_MAX = 200_000;
/** `__schema` nests deep by nature; graphql's own MaxIntrospectionDepthRule bounds what makes it grow. */
const INTROSPECTION_DEPTH_MAX = 20;

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GraphContext;
}

/**
 * Throws a GraphQLError with HTTP status 4xx for an operation that is too much, whose variables do not fit it, or whose texts cannot be stored. No resolver
 * has run by then.
 */
export function checkOperationLimits(operation: Operation): void {
  try {
    requireStorableOperation(operation.document, operation.variables);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const extensions = { code: error.code, field: error.field, http: { status: 400 } };
    throw new GraphQLError(error.message, { extensions });
  }
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of operation.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const measured = measure(operation.operation.selectionSet, fragments, new Map());
  if (measured.introspects && operation.context.actor === null) {
    throw refusal("Sign in to read the schema.", "UNAUTHENTICATED", 401);
  }
  if (measured.depth > DEPTH_MAX) {
    throw refusal(`The query is ${measured.depth} levels deep; at most ${DEPTH_MAX} are answered.`, "QUERY_TOO_DEEP");
  }
  if (measured.introspectionDepth > INTROSPECTION_DEPTH_MAX) {
    throw refusal("The introspection query is too deep.", "QUERY_TOO_DEEP");
  }
  if (measured.aliases > ALIASES_MAX) {
    throw refusal(
      `The query has ${measured.aliases} aliases; at most ${ALIASES_MAX} are answered.`,
      "TOO_MANY_ALIASES",
    );
  }
  // The cost depends on the variables, so they are read here, before the execution does.
  const { errors } = getVariableValues(
    operation.schema,
    operation.operation.variableDefinitions ?? [],
    operation.variables,
    { maxErrors: 1 },
  );
  if (errors?.[0] !== undefined) {
    throw refusal(withoutLongValue(errors[0].message), "BAD_USER_INPUT");
  }
  // Of several operations the document's first would be measured.
  const { complexity } = complexityFromQuery(
    { ...operation.document, definitions: [operation.operation, ...fragments.values()] },
    { schema: operation.schema, ctx: operation.context, variables: { ...operation.variables } },
  );
  if (complexity > COST_MAX) {
    throw refusal(
      `The query would cost ${Math.round(complexity)}; at most ${COST_MAX} is answered. Ask for smaller pages or fewer fields.`,
      "QUERY_TOO_COSTLY",
    );
  }
}

/** graphql quotes the whole value in front of its place and of what is wrong with it. */
function withoutLongValue(message: string): string {
  const begin = message.indexOf(" got invalid value ");
  const end = message.lastIndexOf("; ");
  if (begin === -1 || end < begin) return shown(message);
  const place = message.lastIndexOf(' at "', end);
  const rest = place > begin ? place : end;
  const value = begin + " got invalid value ".length;
  return message.slice(0, value) + shown(message.slice(value, rest)) + shown(message.slice(rest));
}

function refusal(message: string, code: string, status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

interface Measure {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly introspects: boolean;
}

/** Fragments count wherever they are spread, but are measured once; validation has ruled out that they are cyclic. */
function measure(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  known: Map<SelectionSetNode, Measure>,
): Measure {
  const seen = known.get(selectionSet);
  if (seen !== undefined) {
    return seen;
  }
  let depth = 0;
  let introspectionDepth = 0;
  let aliases = 0;
  let introspects = false;
  for (const selection of selectionSet.selections) {
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments.get(selection.name.value)?.selectionSet
        : selection.selectionSet;
    const below: Measure =
      inner === undefined
        ? { depth: 0, introspectionDepth: 0, aliases: 0, introspects: false }
        : measure(inner, fragments, known);
    aliases += below.aliases;
    introspects ||= below.introspects;
    if (selection.kind !== Kind.FIELD) {
      depth = Math.max(depth, below.depth);
      introspectionDepth = Math.max(introspectionDepth, below.introspectionDepth);
      continue;
    }
    if (selection.alias !== undefined) {
      aliases += 1;
    }
    if (selection.name.value === "__schema" || selection.name.value === "__type") {
      introspects = true;
      introspectionDepth = Math.max(introspectionDepth, below.depth + 1);
    } else {
      depth = Math.max(depth, below.depth + 1);
      introspectionDepth = Math.max(introspectionDepth, below.introspectionDepth);
    }
  }
  const measured = { depth, introspectionDepth, aliases, introspects };
  known.set(selectionSet, measured);
  return measured;
}
