import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import type { SecretProject } from "./startSecretProject.ts";

export type Rows = Pick<SecretProject, "ids" | "snapshotHash">;

/** Which type's id an argument or input field of a root field takes. */
function idTypeOf(rootField: string, name: string): string {
  const byName: Record<string, string> = {
    datasetId: "Dataset",
    runId: "Run",
    importId: "Import",
    imageId: "Image",
    imageIds: "Image",
    annotationIds: "Annotation",
    categoryId: "Category",
    splitId: "Split",
    fromId: "Snapshot",
    toId: "Snapshot",
    projectId: "Project",
    experimentId: "Experiment",
    evaluationId: "Evaluation",
    sweepId: "Sweep",
    snapshotId: "Snapshot",
    initialWeightsFileId: "WeightsFile",
    initialCheckpointId: "Checkpoint",
    initialModelVersionId: "ModelVersion",
    checkpointId: "Checkpoint",
    clonedFromId: "Run",
    modelId: "RegisteredModel",
  };
  const byField: Record<string, string> = {
    node: "Dataset",
    dataset: "Dataset",
    image: "Image",
    run: "Run",
    runsById: "Run",
    import: "Import",
    deleteDataset: "Dataset",
    updateDataset: "Dataset",
    updateCategory: "Category",
    deleteCategory: "Category",
    deleteSplit: "Split",
    updateAnnotation: "Annotation",
    deleteAnnotation: "Annotation",
    editAnnotations: "Annotation",
    restoreAnnotation: "Annotation",
    undoFix: "FindingFix",
    cancelRun: "Run",
    cancelImport: "Import",
    retryRun: "Run",
    cloneRun: "Run",
    updateRuns: "Run",
    deleteRuns: "Run",
    finishRun: "Run",
    pinCheckpoint: "Checkpoint",
    sweep: "Sweep",
    setSweepPaused: "Sweep",
    stopSweep: "Sweep",
    deleteSweep: "Sweep",
    revokeApiToken: "ApiToken",
    deleteSavedView: "SavedView",
    deleteWeightsFile: "WeightsFile",
    registeredModel: "RegisteredModel",
    updateRegisteredModel: "RegisteredModel",
    updateModelVersion: "ModelVersion",
    deleteModelVersion: "ModelVersion",
    updateWebhook: "Webhook",
    rotateWebhookSecret: "Webhook",
    deleteWebhook: "Webhook",
    testWebhook: "Webhook",
    retryAlertDelivery: "AlertDelivery",
    deleteAlertRule: "AlertRule",
  };
  if (rootField === "mergeCategories") return "Category";
  const found = byName[name] ?? byField[rootField];
  if (found === undefined) {
    throw new Error(`the test does not know whose id ${rootField}(${name}) is: say it here`);
  }
  return found;
}

/** A value of the type that is right in form and names rows of the project; `rootField` and `name` say whose id is meant. */
export function exampleOf(rows: Rows, type: GraphQLInputType, rootField: string, name: string): unknown {
  const { ids, snapshotHash } = rows;
  if (isNonNullType(type)) {
    return exampleOf(rows, type.ofType, rootField, name);
  }
  if (isListType(type)) {
    return [exampleOf(rows, type.ofType, rootField, name)];
  }
  if (isInputObjectType(type)) {
    if (type.name === "GeometryInput") {
      return { box: { x: 1, y: 1, width: 5, height: 5 } };
    }
    if (type.name === "RegisterModelVersionInput") {
      return { checkpointId: ids.Checkpoint, name: "campus" }; // or a run's artifacts, not both
    }
    if (type.name === "RunGroupingInput") {
      return { property: "DATASET" };
    }
    if (type.name === "RunColumnInput") {
      return { setting: "lr" };
    }
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || /Ids?$/.test(field.name))
        .map((field) => [field.name, exampleOf(rows, field.type, rootField, field.name)]),
    );
  }
  if (isEnumType(type)) {
    return type.getValues()[0]?.name;
  }
  if (rootField === "runColumnValues" && name === "name") {
    return "status";
  }
  if (name === "url") {
    return "https://example.org/";
  }
  if (name === "hash") {
    return snapshotHash;
  }
  const scalars: Record<string, unknown> = {
    ID: "",
    String: "campus",
    Int: 1,
    Float: 0.5,
    Boolean: true,
    DateTime: "2030-01-01T00:00:00Z",
    JSON: {},
  };
  return type.name === "ID" ? ids[idTypeOf(rootField, name)] : scalars[type.name];
}

/** Every scalar field of an answer and one level of objects below it. */
export function selectionOf(type: GraphQLOutputType, depth = 2): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    return `{ __typename ${named
      .getTypes()
      .map((member) => `... on ${member.name} ${selectionOf(member, depth)}`)
      .join(" ")} }`;
  }
  if (!isObjectType(named)) {
    return named.name === "Node" ? "{ __typename id }" : "";
  }
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some((arg) => isNonNullType(arg.type)));
  const parts = fields.flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) {
      return [field.name];
    }
    const selection = depth > 0 ? selectionOf(field.type, depth - 1) : "";
    return selection === "" ? [] : [`${field.name} ${selection}`];
  });
  return parts.length === 0 ? "" : `{ ${parts.join(" ")} }`;
}

/** An operation on one field of the schema's root that is right in form and names rows of the project. */
export function exampleOperation(
  rows: Rows,
  kind: "query" | "mutation",
  field: GraphQLField<unknown, unknown>,
): { query: string; variables: Record<string, unknown> } {
  const given = field.args.filter((arg: GraphQLArgument) => isNonNullType(arg.type) || arg.name.endsWith("Id"));
  const declared = given.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const passed = given.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  return {
    query: `${kind} ${declared === "" ? "" : `(${declared})`} { ${field.name}${passed === "" ? "" : `(${passed})`} ${selectionOf(field.type, 1)} }`,
    variables: Object.fromEntries(given.map((arg) => [arg.name, exampleOf(rows, arg.type, field.name, arg.name)])),
  };
}
