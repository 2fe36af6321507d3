import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { schema } from "../../graph/schema.ts";
import { exampleOf, type Rows, selectionOf } from "../exampleOperation.ts";

/** Stands where a nasty value is to come. */
export const MARK = "@@nasty@@";

/** One input of the graph, with an operation that is right but for the mark in it. */
export interface InputPlace {
  readonly name: string;
  readonly kind: "query" | "mutation" | "subscription";
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Of these one field is given and not several: another one beside it would be what is refused. */
const ONE_OF = new Set([
  "GeometryInput",
  "AnnotationEditInput",
  "RunGroupingInput",
  "RegisterModelVersionInput",
  "RunColumnInput",
]);

/** All ways to put the mark into a value of the type: in its place, and in each field, item and key below. */
function marked(
  rows: Rows,
  type: GraphQLInputType,
  rootField: string,
  name: string,
): { readonly path: string; readonly value: unknown }[] {
  const bare = getNullableType(type);
  const whole = { path: name, value: MARK as unknown };
  if (isListType(bare)) {
    const items = marked(rows, bare.ofType, rootField, name);
    return [whole, ...items.map(({ path, value }) => ({ path: `${path}[0]`, value: [value] }))];
  }
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields());
    const inner = fields.flatMap((field) =>
      marked(rows, field.type, rootField, field.name).map(({ path, value }) => {
        const others = fields.filter((other) => {
          const isNeeded = isNonNullType(other.type) || (!ONE_OF.has(bare.name) && /Ids?$/.test(other.name));
          return other !== field && isNeeded;
        });
        const beside = others.map((other) => [other.name, exampleOf(rows, other.type, rootField, other.name)]);
        return { path: `${name}.${path}`, value: { ...Object.fromEntries(beside), [field.name]: value } };
      }),
    );
    return [whole, ...inner];
  }
  if (bare.name !== "JSON") return [whole];
  return [whole, { path: `${name}.{value}`, value: { lr: MARK } }, { path: `${name}.{nested}`, value: { a: [MARK] } }];
}

function placesOfArguments(
  rows: Rows,
  field: GraphQLField<unknown, unknown>,
  whose: string,
  operation: (declared: string, call: string) => Pick<InputPlace, "kind" | "query">,
): InputPlace[] {
  // Of an object whose fields all ask for something themselves at least what it is.
  const selected = isLeafType(getNamedType(field.type)) ? "" : selectionOf(field.type, 1) || "{ __typename }";
  return field.args.flatMap((argument) => {
    const needed = field.args.filter((other) => other !== argument && isNonNullType(other.type));
    return marked(rows, argument.type, field.name, argument.name).map(({ path, value }) => {
      const given: GraphQLArgument[] = [...needed, argument];
      const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(", ");
      const passed = given.map(({ name }) => `${name}: $${name}`).join(", ");
      const samples = needed.map(({ name, type }) => [name, exampleOf(rows, type, field.name, name)]);
      return {
        name: `${whose}(${path})`,
        variables: { ...Object.fromEntries(samples), [argument.name]: value },
        ...operation(declared, `${field.name}(${passed}) ${selected}`),
      };
    });
  });
}

/** Where the objects are found that have no id of their own: the way to them from a node, and whose node. */
const WAYS: Readonly<Record<string, readonly [node: string, before: string, after: string]>> = {
  DatasetFindings: ["Dataset", "findings {", "}"],
  SplitLeakage: ["Split", "leakage {", "}"],
  ImageDeletion: ["Dataset", "imageDeletions {", "}"],
  Ledger: ["Import", "ledger {", "}"],
  SnapshotDiff: ["Run", "dataChanges {", "}"],
};

/** Every input of the schema: the arguments of its roots and of every object's fields, with all that is in them. */
export function inputPlaces(rows: Rows): InputPlace[] {
  const roots = (["query", "mutation", "subscription"] as const).flatMap((kind) => {
    const root = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    }[kind];
    return Object.values(root?.getFields() ?? {}).flatMap((field) =>
      placesOfArguments(rows, field, field.name, (declared, call) => ({
        kind,
        query: `${kind} (${declared}) { ${call} }`,
      })),
    );
  });
  const rootNames = ["Query", "Mutation", "Subscription"];
  const objects = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith("__") && !rootNames.includes(type.name),
  );
  const nested = objects.flatMap((type) => {
    if (!isObjectType(type)) return [];
    const fields = Object.values(type.getFields()).filter(({ args }) => args.length > 0);
    if (fields.length === 0) return [];
    const isNode = type.getInterfaces().some(({ name }) => name === "Node");
    const [node, before, after] = isNode ? [type.name, "", ""] : (WAYS[type.name] ?? []);
    if (node === undefined) throw new Error(`inputPlaces: expected a way to ${type.name}: say it in WAYS`);
    const id = rows.ids[node];
    if (id === undefined) throw new Error(`inputPlaces: expected a row of the type ${node}`);
    return fields.flatMap((field) =>
      placesOfArguments(rows, field, `${type.name}.${field.name}`, (declared, call) => ({
        kind: "query",
        query: `query (${declared}) { node(id: "${id}") { ... on ${node} { ${before} ${call} ${after} } } }`,
      })),
    );
  });
  return [...roots, ...nested];
}
