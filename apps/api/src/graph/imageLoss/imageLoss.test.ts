import { appendImageLosses, CONFIGURATION_VERSION, claimRun, type RunLease } from "@maskyard/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCocoZip } from "../../testing/makeCocoZip.ts";
import { startTestApi, type TestApi, type TestPerson } from "../../testing/startTestApi.ts";

let api: TestApi;
let owner: TestPerson;
let runId: string;
let images: { id: string; fileName: string }[];
let lease: RunLease;

const loss = (step: number, imageId: string, mask: number) => ({
  step,
  imageId,
  augmentation: null,
  classifier: 0.5,
  boxRegression: 0.25,
  mask,
  objectness: 0.125,
  rpnBoxRegression: 0,
});

beforeAll(async () => {
  api = await startTestApi();
  owner = await api.person({ projectId: await api.project() });
  const { datasetId } = await api.importZip(owner, await makeCocoZip({ images: 10 }), { dataset: "ten" });
  const { data } = await api.graph(
    owner,
    'mutation ($id: ID!) { launchRun(input: {datasetId: $id, recipe: MININET, preset: "demo"}) { ... on LaunchRunSuccess { data { id } } } }',
    { id: datasetId },
  );
  runId = data.launchRun.data.id;
  const { prisma, pool } = api.services;
  images = await prisma.image.findMany({ select: { id: true, fileName: true }, orderBy: { id: "asc" } });
  const trainer = await prisma.trainer.create({
    data: {
      name: "t",
      host: "h",
      device: "cpu",
      engineVersion: "1",
      version: "1",
      configurationVersion: CONFIGURATION_VERSION,
    },
  });
  const claimed = await claimRun(pool, { trainerId: trainer.id, leaseSeconds: 600 });
  if (claimed === null) {
    throw new Error("expected a run to claim");
  }
  lease = { runId: claimed.runId, jobId: claimed.jobId, fencingToken: claimed.fencingToken };
  const at = (index: number) => images[index]?.id ?? "";
  await appendImageLosses(pool, {
    ...lease,
    losses: [
      loss(1, at(0), 1),
      loss(1, at(1), 2),
      loss(2, at(2), 0.5),
      loss(2, at(3), 9),
      loss(3, at(1), Number.NaN),
      loss(3, at(4), 1),
    ],
  });
});
afterAll(async () => {
  await api?.close();
});

async function read(args: string, person = owner) {
  const { data, errors } = await api.graph(
    person,
    `query ($id: ID!) { run(id: $id) { imageLosses${args} { step total classifier boxRegression mask objectness rpnBoxRegression image { fileName annotations { category { name } } } } } }`,
    { id: runId },
  );
  return { losses: data?.run?.imageLosses, run: data?.run, errors };
}
const names = (losses: { step: number; image: { fileName: string } | null }[]) =>
  losses.map(({ step, image }) => [step, image?.fileName]);
const name = (index: number) => images[index]?.fileName;

test("one step's images come worst first, with what is annotated in them", async () => {
  const { losses, errors } = await read("(step: 2)");
  expect(errors).toEqual([]);
  expect(names(losses)).toEqual([
    [2, name(3)],
    [2, name(2)],
  ]);
  expect(losses[0]).toMatchObject({
    total: 9.875,
    classifier: 0.5,
    boxRegression: 0.25,
    mask: 9,
    objectness: 0.125,
    rpnBoxRegression: 0,
    image: { annotations: [{ category: { name: "car" } }, { category: { name: "sign" } }] },
  });
});

test("what was done to an image is told in its own pixels, in numbers and in words", async () => {
  const [of] = images;
  const { widthPx, heightPx } = await api.services.prisma.image.findUniqueOrThrow({ where: { id: of?.id ?? "" } });
  const window = { scaledWidthPx: widthPx * 2, scaledHeightPx: heightPx * 2, leftPx: 3, topPx: 1, widthPx, heightPx };
  const colors = [
    { kind: "hue" as const, amount: 0.125 },
    { kind: "contrast" as const, amount: 0.5 },
  ];
  await appendImageLosses(api.services.pool, {
    ...lease,
    losses: [{ ...loss(4, of?.id ?? "", 1), augmentation: { window, flipped: true, colors } }],
  });
  const { data, errors } = await api.graph(
    owner,
    `query ($id: ID!) { run(id: $id) { imageLosses(fromStep: 3, order: STEP) {
      augmentation { words flipped colors { kind amount } window { scale scaledWidthPx scaledHeightPx leftPx topPx widthPx heightPx } } } } }`,
    { id: runId },
  );
  expect(errors).toEqual([]);
  const [, , told] = data.run.imageLosses.map(({ augmentation }: { augmentation: object | null }) => augmentation);
  expect(told).toEqual({
    words: `scaled ×2.00 to ${widthPx * 2} × ${heightPx * 2}, crop ${widthPx} × ${heightPx} at 3, 1, flipped, hue +45°, contrast ×0.50`,
    flipped: true,
    colors: [
      { kind: "HUE", amount: 0.125 },
      { kind: "CONTRAST", amount: 0.5 },
    ],
    window: { scale: 2, ...window },
  });
  // Steps of before it was recorded.
  expect(data.run.imageLosses[0]).toEqual({ augmentation: null });
});

test("a range of steps comes worst first or in order, cut to what was asked for", async () => {
  expect(names((await read("(fromStep: 1, toStep: 2, first: 2)")).losses)).toEqual([
    [2, name(3)],
    [1, name(1)],
  ]);
  expect(names((await read("(fromStep: 2, toStep: 3, order: STEP)")).losses)).toEqual([
    [2, name(2)],
    [2, name(3)],
    [3, name(1)],
    [3, name(4)],
  ]);
});

test("each image comes once, with its latest losses", async () => {
  expect(names((await read("(order: LATEST, toStep: 2)")).losses)).toEqual([
    [2, name(3)],
    [1, name(1)],
    [1, name(0)],
    [2, name(2)],
  ]);
});

test("a loss that is no number is null, and first", async () => {
  const { losses } = await read("(first: 1)");
  expect(losses).toMatchObject([{ step: 3, total: null, mask: null, classifier: 0.5, image: { fileName: name(1) } }]);
});

test("the losses of a deleted image stay, without it", async () => {
  await api.services.prisma.image.delete({ where: { id: images[4]?.id ?? "" } });
  const { losses, errors } = await read("(step: 3, order: STEP)");
  expect(errors).toEqual([]);
  expect(names(losses)).toEqual([
    [3, name(1)],
    [3, undefined],
  ]);
});

test("a step and a range together are refused, and strangers see nothing", async () => {
  expect((await read("(step: 1, toStep: 2)")).errors[0]?.message).toBe(
    "Ask for one step or for a range of steps, not for both.",
  );
  const stranger = await api.person({ projectId: await api.project() });
  expect((await read("(step: 1)", stranger)).run).toBeNull();
});

test("a dataset's images come by how hard its runs found them, and a stranger is told of none", async () => {
  const { data: found } = await api.graph(owner, "query ($id: ID!) { run(id: $id) { dataset { id } } }", { id: runId });
  const hardest = async (person: TestPerson) =>
    api.graph(
      person,
      `query ($id: ID!) { dataset(id: $id) { hardestImages(first: 3) {
        image { fileName } runs times notNumbers relativeLoss latestLoss greatestLoss greatestStep greatestRun { id } } } }`,
      { id: found.run.dataset.id },
    );
  const { data, errors } = await hardest(owner);
  expect(errors).toEqual([]);
  // Image 1 gave a loss that is no number, image 3 the greatest one.
  expect(data.dataset.hardestImages).toMatchObject([
    { image: { fileName: images[1]?.fileName }, runs: 1, times: 2, notNumbers: 1, latestLoss: null, greatestStep: 1 },
    {
      image: { fileName: images[3]?.fileName },
      notNumbers: 0,
      greatestLoss: 9.875,
      greatestStep: 2,
      greatestRun: { id: runId },
    },
    { notNumbers: 0 },
  ]);
  const stranger = await api.person({ projectId: await api.project() });
  expect((await hardest(stranger)).data.dataset).toBeNull();
});
