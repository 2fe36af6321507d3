import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePicture } from "../../testing/makePicture.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let datasetId: string;
let ids: Record<string, string>;

/** Four images; the labelme file of one says that it was taken at night. */
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  const zip = await labelmeZip({ night: true, wet: false });
  ({ datasetId } = await api.importZip(owner, zip, { dataset: "tagged" }));
  ids = Object.fromEntries((await images()).map(({ id, fileName }) => [fileName, id]));
});

afterAll(async () => {
  await api?.close();
});

async function labelmeZip(flags: Record<string, boolean>): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const [seed, name] of ["a", "b", "c", "d"].entries()) {
    files[`${name}.jpg`] = await makePicture({ widthPx: 64, heightPx: 48, seed });
    const points = [
      [4, 4],
      [30, 30],
    ];
    const shapes = name === "d" ? [] : [{ label: "car", shape_type: "rectangle", points }];
    const file = { version: "5.5.0", flags: name === "a" ? flags : {}, shapes, imagePath: `${name}.jpg` };
    files[`${name}.json`] = Buffer.from(JSON.stringify(file));
  }
  return zipSync(files);
}

async function images(filter: object = {}): Promise<{ id: string; fileName: string; tags: string[] }[]> {
  const { data } = await api.graph(
    owner,
    "query ($id: ID!, $filter: ImageFilter) { dataset(id: $id) { images(filter: $filter) { edges { node { id fileName tags } } } } }",
    { id: datasetId, filter },
  );
  return data.dataset.images.edges.map(({ node }: { node: unknown }) => node);
}

const namesOf = async (filter: object) => (await images(filter)).map(({ fileName }) => fileName);
const tagsByName = async () => Object.fromEntries((await images()).map(({ fileName, tags }) => [fileName, tags]));

async function tag(input: object) {
  const { data, errors } = await api.graph(
    owner,
    `mutation ($input: TagImagesInput!) { tagImages(input: $input) {
      __typename ... on TagImagesSuccess { data { imageCount changedCount dataset { tags { name imageCount } } } } ... on Error { message }
    } }`,
    { input: { datasetId, ...input } },
  );
  expect(errors).toEqual([]);
  return data.tagImages;
}

describe("tags", () => {
  test("come with the import where the files state them, and once when it comes again", async () => {
    expect(await tagsByName()).toEqual({ "a.jpg": ["night"], "b.jpg": [], "c.jpg": [], "d.jpg": [] });
    await api.importZip(owner, await labelmeZip({ wet: true, night: true }), { dataset: "tagged" });
    expect((await tagsByName())["a.jpg"]).toEqual(["night", "wet"]);
    await tag({ imageIds: [ids["a.jpg"]], remove: ["wet"] });
  });

  test("are added to and taken from many images at once, sorted and once each", async () => {
    const added = await tag({ imageIds: [ids["a.jpg"], ids["b.jpg"]], add: [" site:quay ", "night"] });
    expect(added.data).toEqual({
      imageCount: 2,
      changedCount: 2,
      dataset: {
        tags: [
          { name: "night", imageCount: 2 },
          { name: "site:quay", imageCount: 2 },
        ],
      },
    });
    expect((await tag({ imageIds: [ids["b.jpg"]], add: ["night"] })).data).toMatchObject({ changedCount: 0 });
    await tag({ imageIds: [ids["b.jpg"]], add: ["Blurred"], remove: ["night", "never there"] });
    expect(await tagsByName()).toMatchObject({
      "a.jpg": ["night", "site:quay"],
      "b.jpg": ["Blurred", "site:quay"],
    });
  });

  test("are what the grid filters by, and a filter says which images get them", async () => {
    expect(await namesOf({ tags: ["site:quay"] })).toEqual(["a.jpg", "b.jpg"]);
    expect(await namesOf({ tags: ["site:quay", "night"] })).toEqual(["a.jpg"]);
    expect(await namesOf({ untagged: true })).toEqual(["c.jpg", "d.jpg"]);
    expect(await namesOf({ untagged: false, tags: ["Blurred"] })).toEqual(["b.jpg"]);
    const bare = await tag({ filter: { unannotated: true }, add: ["to annotate"] });
    expect(bare.data).toMatchObject({ imageCount: 1, changedCount: 1 });
    expect((await tag({ filter: {}, add: ["all"] })).data).toMatchObject({ imageCount: 4, changedCount: 4 });
    await tag({ filter: {}, remove: ["all"] });
    expect(await namesOf({ tags: ["to annotate"] })).toEqual(["d.jpg"]);
  });

  test("that cannot be are refused, and nothing is tagged", async () => {
    const before = await tagsByName();
    const other = await api.person({ projectId: await api.project() });
    const foreign = await api.importZip(other, await labelmeZip({}), { dataset: "foreign" });
    const theirs = await api.services.prisma.image.findFirstOrThrow({
      where: { dataset: { name: "foreign" } },
    });
    const foreignId = Buffer.from(`Image:${theirs.id}`).toString("base64url");
    expect(foreign.http).toBeLessThan(300);
    const imageIds = [ids["a.jpg"], foreignId];
    for (const [input, message] of [
      [
        { imageIds, add: ["x"] },
        "Some of these images do not belong to the dataset or were deleted. Nothing was tagged.",
      ],
      [{ add: ["x"] }, "Select the images with `imageIds` or `filter`; the filter {} selects the whole dataset."],
      [{ filter: {} }, "Give tags to add or to remove."],
      [{ filter: {}, add: ["x"], remove: ["x"] }, '"x" is listed both to add and to remove.'],
      [{ filter: {}, add: [" "] }, "A tag has at least one character."],
      [{ filter: {}, add: ["a\nb"] }, "A tag has no line breaks or control characters."],
    ] as const) {
      expect(await tag(input)).toEqual({ __typename: "InvalidInputError", message });
    }
    expect(await tagsByName()).toEqual(before);
    expect((await api.services.prisma.image.findUniqueOrThrow({ where: { id: theirs.id } })).tags).toEqual([]);
  });

  test("keep images together in a split", async () => {
    await tag({ filter: {}, add: ["set:one"] });
    const { data } = await api.graph(
      owner,
      `mutation ($id: ID!) { createSplit(input: {datasetId: $id, name: "by set", strategy: RANDOM, train: 0.5, val: 0.5,
        grouping: {captureGroup: false, nearDuplicates: false, tagPrefix: "set:"}}) {
        ... on CreateSplitSuccess { data { counts { train val } leakage { groups groupsLeaking } } } } }`,
      { id: datasetId },
    );
    const { counts, leakage } = data.createSplit.data;
    expect([counts.train, counts.val].sort()).toEqual([0, 4]);
    expect(leakage).toEqual({ groups: 1, groupsLeaking: 0 });
  });

  test("go out with the dataset in a format that has a place for them", async () => {
    const response = await api.fastify.inject({
      url: `/files/datasets/${datasetId}/export`,
      query: { format: "labelme", images: "false" },
      headers: { authorization: `Bearer ${owner.token}` },
    });
    const file = JSON.parse(Buffer.from(unzipSync(response.rawPayload)["a.json"] ?? []).toString());
    expect(file.flags).toEqual({ night: true, "set:one": true, "site:quay": true });
  });
});
