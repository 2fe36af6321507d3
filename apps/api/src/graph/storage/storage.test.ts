import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiToken } from "../../domain/apiToken/createApiToken.ts";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let administrator: TestPerson;

beforeAll(async () => {
  api = await startTestApi({ MASKYARD_ADMIN_EMAIL: "Admin@example.org" });
  owner = await api.person({ projectId: await api.project() });
  const { prisma } = api.services;
  await prisma.user.create({ data: { id: "admin", email: "admin@example.org", name: "Admin", emailVerified: true } });
  const { token } = await createApiToken({ prisma }, { userId: "admin" }, { name: "tests" });
  administrator = { userId: "admin", email: "admin@example.org", token };
  await api.importZip(owner, await makeCocoZip({ images: 3 }), { dataset: "three" });
});
afterAll(() => api?.close());

const check = async (person: TestPerson) => {
  const { data, errors } = await api.graph(
    person,
    `mutation { checkStorage(input: {deep: true}) { __typename ... on Error { message } ... on CheckStorageSuccess { data {
      files series imports problems { kind subject repaired } } } } }`,
  );
  expect(errors).toEqual([]);
  return data.checkStorage;
};

test("the administrator is told what is lost, and nobody else anything", async () => {
  expect(await check(administrator)).toMatchObject({ data: { files: 3, imports: 1, problems: [] } });
  const image = await api.services.prisma.image.findFirstOrThrow();
  await api.services.blobs.remove(image.blobSha256);
  expect((await check(administrator)).data.problems).toEqual([
    { kind: "MISSING_FILE", subject: image.blobSha256, repaired: false },
  ]);
  expect(await check(owner)).toMatchObject({ __typename: "ForbiddenError" });
});
