import { newId } from "@maskyard/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeGlobalId } from "../domain/ids/globalId.ts";
import { schema } from "../graph/schema.ts";
import { exampleOperation } from "../testing/exampleOperation.ts";
import { type SecretProject, secrets, startSecretProject } from "../testing/startSecretProject.ts";

let project: SecretProject;
let api: SecretProject["api"];
let owner: SecretProject["owner"];
let viewer: SecretProject["viewer"];
let stranger: SecretProject["stranger"];
let ids: SecretProject["ids"];

beforeAll(async () => {
  project = await startSecretProject();
  ({ api, owner, viewer, stranger, ids } = project);
});

afterAll(async () => {
  await project?.api.close();
});

const queryFields = Object.values(schema.getQueryType()?.getFields() ?? {});
const mutationFields = Object.values(schema.getMutationType()?.getFields() ?? {});
/** Of no project: they tell everybody signed in the same, or only about oneself. */
const ofNoProject = new Set([
  "viewer",
  "presets",
  "trainers",
  "createApiToken",
  "saveView",
  "setPassword",
  "checkStorage",
]);

describe("nobody", () => {
  test.each(queryFields.filter((field) => field.name !== "viewer").map((field) => [field.name, field] as const))(
    "query %s",
    async (_name, field) => {
      const { query, variables } = exampleOperation(project, "query", field);
      const answer = await api.graph(null, query, variables);
      expect(answer.status).toBe(401);
      expect(answer.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(answer.data ?? { [field.name]: null }).toEqual({ [field.name]: null });
    },
  );

  test.each(mutationFields.map((field) => [field.name, field] as const))("mutation %s", async (_name, field) => {
    const { query, variables } = exampleOperation(project, "mutation", field);
    const answer = await api.graph(null, query, variables);
    expect(answer.status).toBe(401);
    expect(answer.errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  test("viewer is null", async () => {
    expect(await api.graph(null, "{ viewer { id } }")).toMatchObject({
      status: 200,
      data: { viewer: null },
      errors: [],
    });
  });
});

describe("somebody of another project", () => {
  test.each(queryFields.filter((field) => !ofNoProject.has(field.name)).map((field) => [field.name, field] as const))(
    "query %s gives nothing away",
    async (_name, field) => {
      const { query, variables } = exampleOperation(project, "query", field);
      const text = JSON.stringify((await api.graph(stranger, query, variables)).data);
      for (const secret of [...secrets, ...Object.values(ids).filter((id) => id !== ids.Trainer)]) {
        expect(text).not.toContain(secret);
      }
      // The same query gives the owner something, so that an empty answer above means what it says.
      const own = await api.graph(owner, query, {
        ...variables,
        ...(field.name === "project" ? { slug: "none" } : {}),
      });
      expect(own.errors).toEqual([]);
    },
  );

  test.each(
    mutationFields.filter((field) => !ofNoProject.has(field.name)).map((field) => [field.name, field] as const),
  )("mutation %s changes nothing", async (_name, field) => {
    const { query, variables } = exampleOperation(project, "mutation", field);
    const answer = await api.graph(stranger, query, variables);
    expect(answer.errors).toEqual([]);
    expect(answer.data[field.name].__typename).toBe("NotFoundError");
  });

  test("node of every type is null", async () => {
    for (const [type, id] of Object.entries(ids)) {
      if (type === "Trainer") {
        continue; // serves every project
      }
      const answer = await api.graph(stranger, "query ($id: ID!) { node(id: $id) { __typename id } }", { id });
      expect([type, answer.data.node]).toEqual([type, null]);
      const own = await api.graph(owner, "query ($id: ID!) { node(id: $id) { __typename id } }", { id });
      expect(own.data.node).toEqual({ __typename: type, id });
    }
  });

  test("every type that is a node was tried", () => {
    const nodes = schema.getPossibleTypes(schema.getType("Node") as never).map((type) => type.name);
    expect(Object.keys(ids).sort()).toEqual(nodes.sort());
  });
});

describe("a viewer of the project", () => {
  test.each(
    mutationFields
      .filter((field) => !ofNoProject.has(field.name) && !["revokeApiToken", "deleteSavedView"].includes(field.name))
      .map((field) => [field.name, field] as const),
  )("mutation %s is forbidden", async (_name, field) => {
    const { query, variables } = exampleOperation(project, "mutation", field);
    const answer = await api.graph(viewer, query, variables);
    expect(answer.data[field.name].__typename).toBe("ForbiddenError");
  });

  test("reads the dataset, and not the owner's tokens", async () => {
    const dataset = await api.graph(viewer, "query ($id: ID!) { dataset(id: $id) { name } }", { id: ids.Dataset });
    expect(dataset.data.dataset.name).toBe("Secret dataset");
    const tokens = await api.graph(
      viewer,
      "query ($id: ID!) { node(id: $id) { ... on User { email apiTokens { id } } } }",
      {
        id: ids.User,
      },
    );
    expect(tokens.data.node).toEqual({ email: owner.email, apiTokens: [] });
  });
});

test("a viewer of one project is no viewer of a category, split or evaluation of another that it names in a filter", async () => {
  const other = await api.graph(
    stranger,
    `mutation { createDataset(input: {name: "mine"}) { ... on CreateDatasetSuccess { data { id } } } }`,
  );
  const id = other.data.createDataset.data.id;
  const answer = await api.graph(
    stranger,
    "query ($id: ID!, $categoryId: ID, $splitId: ID) { dataset(id: $id) { images(filter: {categoryId: $categoryId, splitId: $splitId}) { totalCount } } }",
    { id, categoryId: ids.Category, splitId: ids.Split },
  );
  expect(answer.data.dataset.images.totalCount).toBe(0);
});

test("a relation that led into another project would be stopped at the row it leads to", async () => {
  const { prisma } = api.services;
  const { projectId } = await prisma.projectMember.findFirstOrThrow({ where: { userId: stranger.userId } });
  const secret = await prisma.run.findFirstOrThrow({ where: { name: "Secret run" } });
  // No code writes such a run; the types must not rely on that.
  const job = await prisma.job.create({ data: { kind: "TRAIN", projectId, status: secret.status } });
  const astray = await prisma.run.create({
    data: {
      ...secret,
      id: newId(),
      jobId: job.id,
      projectId,
      number: 1_000,
      name: "astray",
      configuration: {},
      attributes: {},
      inputs: {},
      leakage: {},
      resumes: [],
    },
  });
  const read = (selection: string) =>
    api.graph(stranger, `query ($id: ID!) { run(id: $id) { name ${selection} } }`, {
      id: encodeGlobalId("Run", astray.id),
    });
  expect((await read("")).data.run).toEqual({ name: "astray" });
  for (const selection of [
    "dataset { id name }",
    "snapshot { id hash }",
    "dataset { images { edges { node { id } } } }",
  ]) {
    const answer = await read(selection);
    expect(answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
    expect(JSON.stringify(answer.data)).not.toMatch(/Secret|hash|RGF0YXNldD/);
  }
  await prisma.run.delete({ where: { id: astray.id } });
});
