import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import DataloaderPlugin from "@pothos/plugin-dataloader";
import ErrorsPlugin from "@pothos/plugin-errors";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  UnauthenticatedError,
} from "../../domain/errors/expectedErrors.ts";
import { decodeGlobalId, encodeGlobalId } from "../../domain/ids/globalId.ts";
import type PrismaTypes from "../../generated/pothosPrismaTypes.ts";
import { getDatamodel } from "../../generated/pothosPrismaTypes.ts";
import type { GraphContext } from "./context.ts";
import { nameGlobalIdsByText } from "./nameGlobalIdsByText.ts";
import { resolveNode } from "./resolveNode.ts";

export interface GraphTypes {
  Context: GraphContext;
  PrismaTypes: PrismaTypes;
  /** Types by their names, so that a noun's part of the graph need not import another's. */
  Objects: { [Model in keyof PrismaTypes]: PrismaTypes[Model]["Shape"] };
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
    MeasuredValue: { Input: number; Output: number };
    ID: { Input: string; Output: string | number };
  };
  AuthScopes: {
    signedIn: boolean;
    /** Each takes the id of the thing itself: whether its project has the actor as a member. */
    seesProject: string;
    seesDataset: string;
    seesRun: string;
    seesImage: string;
    seesModel: string;
  };
}

nameGlobalIdsByText();

function pascalCase(fieldName: string): string {
  return fieldName.charAt(0).toUpperCase() + fieldName.slice(1);
}

/**
 * The one builder of the graph. Authorisation is on the types: whichever way a query comes to a row of a project, each
 * of its fields asks whether the viewer is a member of that project.
 */
export const builder = new SchemaBuilder<GraphTypes>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, ComplexityPlugin, PrismaPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    // Once for each row and not for each of its fields: annotations come by the thousand.
    runScopesOnType: true,
    authScopes: (context) => ({
      signedIn: context.actor !== null,
      seesProject: (projectId) => context.access.seesProject(projectId),
      seesDataset: (datasetId) => context.access.seesDataset(datasetId),
      seesRun: (runId) => context.access.seesRun(runId),
      seesImage: (imageId) => context.access.seesImage(imageId),
      seesModel: (modelId) => context.access.seesModel(modelId),
    }),
    unauthorizedError: (_parent, context) =>
      context.actor === null
        ? new UnauthenticatedError()
        : new ForbiddenError("This belongs to a project you are not a member of."),
  },
  prisma: {
    client: (context) => context.prisma,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    maxConnectionSize: 500,
    defaultConnectionSize: 50,
  },
  relay: {
    cursorType: "String",
    nodesOnConnection: false,
    encodeGlobalID: encodeGlobalId,
    decodeGlobalID: decodeGlobalId,
    nodeQueryOptions: {
      description: "Any object of the graph by its id; null when there is none the viewer may see.",
      resolve: (_root, { id }, _context, info, load) => resolveNode(id.typename, info, () => load(id)) as never,
    },
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
  errors: {
    // The same four for every mutation, so that one fragment of a client reads them all.
    defaultTypes: [InvalidInputError, NotFoundError, ForbiddenError, ConflictError],
    directResult: false,
    defaultResultOptions: { name: ({ fieldName }) => `${pascalCase(fieldName)}Success` },
    defaultUnionOptions: { name: ({ fieldName }) => `${pascalCase(fieldName)}Result` },
  },
  complexity: { defaultComplexity: 1, defaultListMultiplier: 5 },
});
