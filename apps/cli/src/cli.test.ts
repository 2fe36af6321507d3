import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveSafetensors } from "@maskyard/model";
import { afterAll, beforeAll, expect, it } from "vitest";
import { actAsTrainer } from "./testing/actAsTrainer.ts";
import { cliOf } from "./testing/cliOf.ts";
import { runCli, startCli } from "./testing/runCli.ts";
import { startTestServer, type TestServer } from "./testing/startTestServer.ts";

// Every command against the real API, in the order a person would use them.

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maskyard-cli-test-"));
  server = await startTestServer();
}, 120_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const account = () => ({ XDG_CONFIG_HOME: join(folder, "config"), MASKYARD_DATA: join(folder, "no-local-instance") });
const { maskyard, json, failure } = cliOf(account);

it("signs in, imports, splits, freezes, launches, watches, reads and cancels", { timeout: 240_000 }, async () => {
  const env = account();

  // Nobody is signed in yet.
  expect(await failure(1, "datasets")).toMatchObject({ code: "NO_SERVER" });
  const login = ["login", "--url", server.url, "--email", server.email, "--password-stdin", "--json"];
  const wrong = await runCli(login, env, "a wrong password");
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stderr)).toMatchObject({ error: { code: "WRONG_PASSWORD" } });
  const right = await runCli(login, env, `${server.password}\n`);
  expect(JSON.parse(right.stdout)).toMatchObject({ url: server.url, email: server.email });
  expect((await stat(join(folder, "config/maskyard/credentials.json"))).mode & 0o777).toBe(0o600);
  expect(await json("datasets")).toEqual([]);

  // A generated dataset, imported from its folder.
  const scenes = join(folder, "scenes");
  const generated = await json("demo", "generate", scenes, "--train", "4", "--val", "2", "--seed", "7");
  expect(generated).toMatchObject({ images: 6, wasWritten: true });
  const imported = await json("import", scenes, "--dataset", "streets", "--split", "FROM_FILES");
  expect(imported).toMatchObject({
    dataset: { name: "streets" },
    images: 6,
    annotations: generated.annotations,
    ledger: { read: generated.annotations, kept: generated.annotations, dropped: 0 },
  });
  expect(await json("datasets", "--filter", "STREET")).toMatchObject([
    { name: "streets", imageCount: 6, annotationCount: generated.annotations },
  ]);
  expect(await json("datasets", "--filter", "nothing like it")).toEqual([]);

  const { ledger, ...of } = await json<{ ledger: { read: number; entries: unknown[] } }>("ledger", "streets");
  expect(of).toMatchObject({ import: { format: "coco", status: "SUCCEEDED" } });
  expect(ledger.read).toBe(generated.annotations);
  expect(await json("ledger", "streets", "--kind", "dropped")).toMatchObject({ ledger: { entries: [] } });
  expect(await failure(1, "ledger", "streets", "--import", "none")).toMatchObject({ code: "NOT_FOUND" });

  // History: nothing but the import, and back to before it.
  const history = await json<{ change: string; createdAt: string }[]>("history", "streets", "train/scene-0001.jpg");
  expect(new Set(history.map(({ change }) => change))).toEqual(new Set(["CREATED"]));
  const back = await json("restore", "streets", "train/scene-0001.jpg", "--at", "2000-01-01T00:00:00Z");
  expect(back).toEqual({ restored: 0, deleted: history.length });
  const forth = await json(
    "restore",
    "streets",
    "train/scene-0001.jpg",
    "--at",
    new Date(Date.parse(history[0]?.createdAt ?? "") + 1).toISOString(),
  );
  expect(forth).toEqual({ restored: history.length, deleted: 0 });
  expect(await failure(1, "history", "streets", "scene")).toMatchObject({ code: "AMBIGUOUS" });

  // The scenes are sound; what stands out has no fix for all.
  const findings = await json<{ kind: string }[]>("findings", "streets");
  expect(findings.map(({ kind }) => kind)).not.toContain("DEGENERATE");
  expect(await failure(1, "findings", "streets", "--fix", "overlap")).toMatchObject({ code: "INVALID_INPUT" });
  expect(await failure(1, "findings", "streets", "--undo")).toMatchObject({ code: "NOT_FOUND" });

  // Splits and snapshots.
  const split = await json("split", "streets", "--name", "half", "--train", ".5", "--val", ".5", "--stratify");
  expect(split).toMatchObject({ counts: { train: 3, val: 3, test: 0 }, leakage: [] });
  expect(await json("split", "check", "streets", "half")).toMatchObject({ name: "half", leaks: false, pairs: [] });
  // What a pattern ties together leaks.
  const tied = await json("split", "check", "streets", "--group-by", "name:{group}-*");
  expect(tied).toMatchObject({
    name: "half",
    leaks: true,
    heldOutImages: 3,
    groups: 1,
    groupsLeaking: 1,
    pairCount: 3,
  });
  const spare = await json<{ id: string }>("split", "streets", "--name", "spare");
  expect(await json("split", "delete", "streets", "spare")).toEqual({ id: spare.id, name: "spare" });
  expect(await failure(1, "split", "check", "streets", "spare")).toMatchObject({ code: "NOT_FOUND" });
  // Classes: renamed, merged into another, taken away.
  const classes = await json<{ name: string; annotationCount: number }[]>("categories", "streets");
  const [kept, merged] = classes.map(({ name }) => name) as [string, string];
  expect(await json("categories", "rename", "streets", kept, "vehicle")).toMatchObject({ name: "vehicle" });
  expect(await json("categories", "color", "streets", "vehicle", "#0A0B0C")).toMatchObject({ color: "#0a0b0c" });
  expect(await failure(1, "categories", "delete", "streets", merged)).toMatchObject({ code: "CONFLICT" });
  expect(await json("categories", "merge", "streets", merged, "vehicle")).toMatchObject({
    annotations: classes[1]?.annotationCount,
    category: { name: "vehicle" },
  });
  const left = await json<{ name: string }[]>("categories", "streets");
  expect(left.map(({ name }) => name)).toEqual(["vehicle", ...classes.slice(2).map(({ name }) => name)]);
  expect(await failure(1, "categories", "delete", "streets", merged)).toMatchObject({ code: "NOT_FOUND" });
  // Tags, by name and by what the images are.
  expect(await json("tags", "add", "streets", "night", "site:quay", "--images", "val/*", "*-0001.jpg")).toMatchObject({
    images: 3,
    changed: 3,
  });
  expect(await json("tags", "remove", "streets", "night", "--tagged", "site:quay")).toEqual({ images: 3, changed: 3 });
  expect(await json("tags", "streets")).toEqual([{ name: "site:quay", images: 3 }]);
  const sites = ["split", "check", "streets", "half", "--group-by", "tag:site:"];
  expect(await json(...sites)).toMatchObject({ leaks: true, groups: 1, groupsLeaking: 1 });
  expect(await json("tags", "add", "streets", "bare", "--unannotated")).toMatchObject({ changed: 0 });
  expect(await failure(2, "tags", "add", "streets", "x")).toMatchObject({ code: "USAGE" });
  expect(await failure(1, "tags", "add", "streets", "x", "--images", "*.none")).toMatchObject({ code: "NOT_FOUND" });
  expect(await json("capture-groups", "streets", "--file-name", "{group}-*")).toEqual({ groups: 1, images: 6 });
  expect((await maskyard("split", "check", "streets")).stdout).toMatch(/"half" leaks: 3 held-out images/);
  const strict = await maskyard("split", "check", "streets", "half", "--strict");
  expect([strict.code, strict.stderr]).toEqual([1, expect.stringContaining("leaks")]);
  const refused = ["launch", "--dataset", "streets", "--recipe", "mininet", "--split", "half"];
  expect((await failure(1, ...refused)).message).toMatch(/leaks: 3 held-out images/);
  expect(await json("capture-groups", "streets", "--clear")).toEqual({ groups: 0, images: 0 });
  const folds = await json<{ name: string }[]>(
    "split",
    "streets",
    "--name",
    "cross",
    "--folds",
    "3",
    "--group-by",
    "near",
  );
  expect(folds.map(({ name }) => name)).toEqual(["cross 1/3", "cross 2/3", "cross 3/3"]);
  expect(await json("split", "streets", "--name", "few", "--train-count", "2", "--val-count", "1")).toMatchObject({
    counts: { train: 2, val: 1, test: 0 },
  });
  expect(await failure(2, "split", "streets")).toMatchObject({ code: "USAGE" });
  expect(await failure(2, "split", "streets", "--name", "x", "--group-by", "colour")).toMatchObject({ code: "USAGE" });
  expect(await failure(1, "split", "streets", "--name", "half")).toMatchObject({ code: "CONFLICT" });
  const snapshot = await json("snapshot", "streets", "--split", "half");
  expect(await json("snapshot", "streets", "--split", "half")).toEqual(snapshot);
  expect(snapshot.hash).toMatch(/^[0-9a-f]{64}$/);
  const everything = await json<{ id: string; hash: string }>("snapshot", "streets");
  expect(await json("snapshot", "list", "streets")).toMatchObject([
    { id: everything.id, split: null },
    { id: snapshot.id, split: "half" },
  ]);
  // The same images, of which one snapshot has no subsets.
  const difference = await json("snapshot", "diff", String(snapshot.hash).slice(0, 12), everything.id);
  expect(difference).toMatchObject({
    images: { added: 0, removed: 0, changed: 6 },
    annotations: { added: 0, removed: 0, changed: 0 },
  });
  expect((await maskyard("snapshot", "diff", everything.hash, everything.hash)).stdout).toMatch(
    /^Images: 0 added, 0 rem/,
  );
  expect(await failure(1, "snapshot", "diff", "0123456789ab", everything.hash)).toMatchObject({ code: "NOT_FOUND" });

  // Out again: a folder of another format, and a snapshot's zip that is the same bytes each time.
  const yolo = join(folder, "yolo");
  const exported = await json("export", "streets", yolo, "--to", "yolo-seg", "--split", "half");
  expect(exported).toMatchObject({ images: 6, files: 13, ledger: { read: generated.annotations, dropped: 0 } });
  expect(await failure(1, "export", "streets", yolo, "--to", "coco")).toMatchObject({ code: "EXISTS" });
  const converted = await json("convert", yolo, join(folder, "coco"), "--to", "coco", "--verify");
  expect(converted).toMatchObject({ format: "yolo-seg", images: 6, annotations: exported.annotations });
  const zips = [join(folder, "1.zip"), join(folder, "2.zip")];
  await json("export", String(snapshot.hash), zips[0] ?? "", "--to", "coco");
  await json("export", String(snapshot.id), zips[1] ?? "", "--to", "coco");
  expect((await readFile(zips[0] ?? "")).equals(await readFile(zips[1] ?? ""))).toBe(true);
  const namesIn = async (...more: string[]) => {
    const out = join(folder, `layout${more.join("")}`);
    await json("export", String(snapshot.hash), out, "--to", "coco", ...more);
    const file = (await readdir(join(out, "annotations")))[0] as string;
    const { images } = JSON.parse(await readFile(join(out, "annotations", file), "utf8"));
    return [(await readdir(out)).sort(), images[0].file_name];
  };
  // Images that stay where they are keep their paths; those that come along are named from their folder.
  expect(await namesIn("--annotations-only")).toEqual([["annotations"], "train/scene-0001.jpg"]);
  expect(await namesIn()).toEqual([["annotations", "images"], "scene-0001.jpg"]);
  expect(await namesIn("--coco-layout", "as-named")).toEqual([
    expect.arrayContaining(["annotations", "train"]),
    "train/scene-0001.jpg",
  ]);
  expect(await failure(1, "export", "nowhere", join(folder, "x"), "--to", "coco")).toMatchObject({ code: "NOT_FOUND" });

  // Launching: settings are checked by the server, and its sentence reaches the person.
  const launch = ["launch", "--dataset", "streets", "--recipe", "mininet", "--preset", "demo"];
  expect(await failure(1, ...launch, "--set", "epoch=5")).toEqual({
    code: "INVALID_INPUT",
    message: 'There is no setting "epoch"; did you mean epochs?',
  });
  const { run } = await json<{ run: { id: string; status: string; url: string } }>(
    ...[
      ...launch,
      "--name",
      "first",
      "--group",
      "few steps",
      "--split",
      "half",
      "--set",
      "epochs=5",
      "--set",
      "maxSteps=3",
    ],
  );
  expect(run).toMatchObject({ status: "QUEUED", name: "first" });
  expect(run.url).toMatch(new RegExp(`^${server.url}/p/[a-z0-9-]+/runs/1$`));

  // Watching: from the queue to the end, every point once.
  const watching = startCli(["watch", "first", "--json"], env);
  await watching.line((line) => line.includes('"QUEUED"'));
  const trainer = await actAsTrainer(server);
  await trainer.progress(0, 3);
  await trainer.say("begun");
  for (const step of [1, 2, 3]) {
    await trainer.points({ series: "loss", step, value: 3 / step }, { series: "lr", step, value: 0.01 });
    await trainer.progress(step, 3);
  }
  const parts = { classifier: 1, boxRegression: 0.5, mask: 0.25, objectness: 0, rpnBoxRegression: 0 };
  const window = { scaledWidthPx: 640, scaledHeightPx: 480, leftPx: 8, topPx: 4, widthPx: 400, heightPx: 400 };
  const colors = [{ kind: "brightness" as const, amount: 1.25 }];
  await trainer.imageLoss({ ...parts, step: 2, augmentation: { window, flipped: true, colors } });
  await trainer.imageLoss({ ...parts, step: 3, mask: 9, augmentation: null });
  const weights = Buffer.from("not really weights");
  await trainer.checkpoint(3, weights);
  await trainer.finish("SUCCEEDED");
  await trainer.close();
  const watched = await watching.outcome;
  expect({ code: watched.code, stderr: watched.stderr }).toEqual({ code: 0, stderr: "" });
  const lines = watched.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ type, series }) => type === "metric" && series === "loss")).toEqual(
    [1, 2, 3].map((step) => ({ type: "metric", series: "loss", step, value: 3 / step })),
  );
  expect(lines.filter(({ type }) => type === "log")).toMatchObject([{ index: 0, level: "info", text: "begun" }]);
  expect(lines.filter(({ type }) => type === "status").map(({ status }) => status)).toEqual([
    "QUEUED",
    "RUNNING",
    "SUCCEEDED",
  ]);
  expect(lines.at(-1)).toMatchObject({ type: "status", status: "SUCCEEDED", step: 3 });
  // Joining after the end tells the same.
  const again = (await maskyard("watch", run.id, "--json")).stdout.trim().split("\n");
  expect(again.filter((line) => line.includes('"metric"'))).toHaveLength(6);

  // Reading.
  expect(await json("metrics", "#1", "loss")).toEqual({
    series: [
      {
        name: "loss",
        points: [
          [1, 3],
          [2, 1.5],
          [3, 1],
        ],
        total: 3,
      },
    ],
  });
  expect(await json("metrics", "1", "loss", "lr", "--points", "1")).toEqual({
    series: [
      { name: "loss", points: [[3, 1]], total: 3, min: [1], max: [3] },
      { name: "lr", points: [[3, 0.01]], total: 3, min: [0.01], max: [0.01] },
    ],
  });
  expect(await failure(1, "metrics", "1", "loss", "nonsense")).toMatchObject({ code: "NOT_FOUND" });
  const losses = await json<{ augmentation: { words: string } }[]>("losses", "1", "--step", "2");
  expect(losses).toMatchObject([
    {
      step: 2,
      image: { fileName: "train/scene-0001.jpg" },
      total: 1.75,
      mask: 0.25,
      augmentation: { flipped: true, window, colors: [{ kind: "BRIGHTNESS", amount: 1.25 }] },
    },
  ]);
  expect(losses[0]?.augmentation.words).toMatch(/ to 640 × 480, crop 400 × 400 at 8, 4, flipped, brightness ×1\.25$/);
  expect(await json("losses", "1")).toMatchObject([{ step: 3, augmentation: null }, { step: 2 }]);
  expect(await json("losses", "1", "--to", "2", "--order", "step", "--first", "1")).toMatchObject([{ step: 2 }]);
  expect((await maskyard("losses", "1")).stdout).toMatch(/^ ?STEP +LOSS +IMAGE +AUGMENTATION\n +3 +10\.5 .* -\n/);
  expect(await failure(2, "losses", "1", "--step", "2", "--to", "3")).toMatchObject({ code: "USAGE" });
  const file = join(folder, "weights.bin");
  const sha256 = createHash("sha256").update(weights).digest("hex");
  expect(await json("checkpoints", "first")).toMatchObject([{ step: 3, sha256, bytes: 18, best: false }]);
  expect(await json("checkpoints", "first", "--download", file)).toMatchObject({ step: 3, file });
  expect(await readFile(file)).toEqual(weights);
  expect(await json("trainers")).toMatchObject([{ name: "acting", host: "test", currentRuns: [] }]);

  // Cancelling, and a failed run.
  await json(...launch, "--name", "second");
  expect(await json("queue", "pause")).toMatchObject({ queuePaused: true });
  expect(await json("queue")).toMatchObject({
    paused: [expect.any(String)],
    runs: [{ name: "second", waitsFor: "The project's queue is paused." }],
  });
  expect(await json("queue", "resume")).toMatchObject({ queuePaused: false });
  expect(await failure(2, "queue", "stop")).toMatchObject({ code: "USAGE" });
  expect(await json("cancel", "second")).toMatchObject({ name: "second", status: "CANCELLED" });
  expect(await json("retry", "second")).toMatchObject({ name: "second", status: "QUEUED" });
  expect(await json("cancel", "second")).toMatchObject({ name: "second", status: "CANCELLED" });
  expect(await failure(1, "retry", "first")).toMatchObject({ code: "CONFLICT" });
  const clone = ["clone", "first", "--name", "twin", "--set", "epochs=2", "--priority", "5", "--label", "gpu"];
  expect(await json(...clone)).toMatchObject({ run: { name: "twin", status: "QUEUED" } });
  expect(await json("queue")).toMatchObject({ runs: [{ name: "twin", priority: 5, requiredLabels: ["gpu"] }] });
  await json("cancel", "twin");
  expect((await maskyard("watch", "second")).code).toBe(0);
  await json(...launch, "--name", "third");
  const failing = await actAsTrainer(server);
  await failing.finish("FAILED", "The loss is not a number after step 2.");
  await failing.close();
  const ended = await maskyard("watch", "third", "--json");
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stderr)).toEqual({
    error: { code: "RUN_FAILED", message: "Run #4 failed: The loss is not a number after step 2." },
  });
  // A sweep: settings varied over the same launch.
  const vary = ["sweep", "create", ...launch.slice(1), "--name", "rates", "--set", "maxSteps=3"];
  expect(await failure(1, ...vary, "--vary", "learnRate=1,2")).toMatchObject({
    message: 'There is no setting "learnRate"; did you mean learningRate?',
  });
  expect(await failure(2, ...vary, "--vary", "batchSize=1", "--reduction", "3")).toMatchObject({ code: "USAGE" });
  const { sweep } = await json<{ sweep: { id: string; url: string } }>(
    ...[...vary, "--vary", "learningRate=0.001..0.1,log", "--vary", "batchSize=1,2"],
    ...["--method", "random", "--max-runs", "6", "--seeds", "4,5", "--at-once", "1"],
  );
  expect(sweep).toMatchObject({ number: 1, status: "RUNNING", counts: { runs: 6, points: 3 } });
  expect(sweep.url).toMatch(new RegExp(`^${server.url}/p/[a-z0-9-]+/sweeps/1$`));
  expect(await json("sweep", "list", "--filter", "rat")).toMatchObject([{ name: "rates", counts: { queued: 6 } }]);
  const shown = await json<{ runs: { seed: number; sweepPoint: number }[] }>("sweep", "show", "rates");
  expect(shown.runs.map(({ sweepPoint, seed }) => `${sweepPoint}/${seed}`).join(" ")).toBe("1/4 1/5 2/4 2/5 3/4 3/5");
  expect((await maskyard("sweep", "show", "#1")).stdout).toMatch(
    /^Sweep #1 "rates" \(random\) is running: 0 of 3 points done[\s\S]*POINT\s+learningRate\s+batchSize\s+MEAN\s+DEVIATION\s+RUNS\n/,
  );
  expect(await json("sweep", "pause", "1")).toMatchObject({ status: "PAUSED" });
  expect(await json("sweep", "resume", "1")).toMatchObject({ status: "RUNNING" });
  expect(await json("sweep", "stop", "1")).toMatchObject({ status: "STOPPED", counts: { cancelled: 6 } });
  expect(await json("sweep", "delete", "1")).toEqual({ id: sweep.id });
  expect(await failure(1, "sweep", "show", "1")).toMatchObject({ code: "NOT_FOUND" });
  const runs = (await json<{ name: string; status: string }[]>("runs")).filter(({ name }) => !name.startsWith("rates"));
  expect(runs.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "third FAILED",
    "twin CANCELLED",
    "second CANCELLED",
    "first SUCCEEDED",
  ]);
  expect(await json("runs", "--group", "few steps")).toMatchObject([
    { name: "twin", group: "few steps" },
    { name: "first", group: "few steps" },
  ]);
  expect(await json("runs", "--status", "failed", "--dataset", "streets")).toMatchObject([{ name: "third" }]);
  expect((await maskyard("runs")).stdout).toMatch(/^RUN\s+NAME\s+GROUP\s+STATUS.*\n(?:.*\n)*#4\s+third\s+-\s+failed/);
});

it("keeps weights that runs start from", { timeout: 60_000 }, async () => {
  const file = join(folder, "tiny.safetensors");
  const tensor = { shape: [1], values: Float32Array.of(1) };
  await writeFile(file, saveSafetensors(new Map([["backbone.body.conv1.weight", tensor]]), {}));
  expect(await json("weights", "upload", file)).toMatchObject({ name: "tiny.safetensors", tensors: 1 });
  expect(await json("weights", "register", "coco/r50.pth", "--name", "coco")).toMatchObject({
    trainerPath: "coco/r50.pth",
  });
  expect(await json("weights", "list")).toMatchObject([
    { name: "coco", trainerPath: "coco/r50.pth", bytes: null },
    { name: "tiny.safetensors", trainerPath: null, bytes: (await stat(file)).size },
  ]);
  const text = join(folder, "text.safetensors");
  await writeFile(text, "this is a text and no weights at all");
  expect(await failure(1, "weights", "upload", text)).toMatchObject({ code: "UNREADABLE_WEIGHTS" });

  const transfer = ["launch", "--dataset", "streets", "--recipe", "transfer"];
  expect((await failure(1, ...transfer)).message).toMatch(/needs initial weights/);
  expect((await failure(1, ...transfer, "--initial-weights", "cocoo")).message).toContain("Available: coco, tiny");
  await json(...transfer, "--initial-weights", "coco", "--name", "from coco");
  const mininet = ["launch", "--dataset", "streets", "--recipe", "mininet", "--preset", "demo"];
  await json(...mininet, "--initial-weights", "run:first", "--name", "from first");
  expect((await failure(1, ...mininet, "--initial-weights", "run:second")).message).toMatch(/no checkpoint yet/);
  expect((await failure(1, "weights", "delete", "coco")).message).toMatch(/1 run starts from these weights/);
  for (const name of ["from coco", "from first"]) await json("cancel", name);
  for (const name of ["coco", "tiny.safetensors"]) await json("weights", "delete", name);
  expect(await json("weights", "list")).toEqual([]);
});

it("registers models, moves their aliases, and downloads and starts from what these point at", {
  timeout: 60_000,
}, async () => {
  expect(await json("models", "list")).toEqual([]);
  const register = ["models", "register", "cars", "first"];
  expect(await json(...register, "--alias", "candidate", "--tag", "small", "--notes", "the first")).toMatchObject({
    number: 1,
    aliases: ["candidate"],
    tags: ["small"],
    model: { name: "cars" },
  });
  expect((await maskyard(...register, "--step", "3")).stdout).toMatch(/^Version 2 of "cars": http.*\/models\//);
  expect((await failure(1, ...register, "--step", "4")).message).toContain("there are those of 3");
  const alias = ["models", "alias", "cars"];
  expect(await json(...alias, "production", "candidate")).toMatchObject({
    aliases: [
      { name: "candidate", version: { number: 1 } },
      { name: "production", version: { number: 1 } },
    ],
  });
  expect(await failure(1, ...alias, "production", "2", "--expect", "2")).toMatchObject({ code: "CONFLICT" });
  await json(...alias, "production", "v2", "--expect", "1");
  await json(...alias, "candidate", "--remove");
  expect(await failure(2, ...alias, "production")).toMatchObject({ code: "USAGE" });
  expect(await json("models", "list")).toMatchObject([
    { name: "cars", latestVersion: { number: 2 }, aliases: [{ name: "production", version: { number: 2 } }] },
  ]);
  expect(await json("models", "show", "cars")).toMatchObject({
    aliasMoves: [
      { alias: "candidate", fromVersion: 1, toVersion: null },
      { alias: "production", fromVersion: 1, toVersion: 2 },
      { alias: "production", fromVersion: null, toVersion: 1 },
      { alias: "candidate", fromVersion: null, toVersion: 1 },
    ],
    versions: [
      { number: 2, checkpoint: { step: 3 }, run: { number: 1, snapshot: { dataset: { name: "streets" } } } },
      { number: 1, notes: "the first" },
    ],
  });
  expect((await maskyard("models", "show", "cars")).stdout).toMatch(
    /^VERSION .*\n\s+2\s+production\s+#1\s+step 3\s+streets/,
  );

  const file = join(folder, "cars.safetensors");
  expect(await json("models", "download", "cars@production", file)).toMatchObject({ version: 2, bytes: 18, file });
  expect((await readFile(file)).toString()).toBe("not really weights");
  expect((await failure(1, "models", "download", "cars@staging", file)).message).toContain("It has production, 2, 1");
  expect(await failure(1, "models", "download", "bikes", file)).toMatchObject({ code: "NOT_FOUND" });

  const mininet = ["launch", "--dataset", "streets", "--recipe", "mininet", "--preset", "demo"];
  const from = await json(...mininet, "--initial-weights", "model:cars@production", "--name", "from production");
  expect(from).toMatchObject({ run: { initialWeightsName: "cars v2 (run #1, step 3)" } });
  expect(await json("runs", "--filter", "from production")).toMatchObject([
    { initialModelVersion: { number: 2, model: { name: "cars" } } },
  ]);
  await json("cancel", "from production");
  expect((await failure(1, ...mininet, "--initial-weights", "model:cars@staging")).message).toContain("staging");
});

it("misses nothing of a run whose server dies and comes back", { timeout: 120_000 }, async () => {
  await json("launch", "--dataset", "streets", "--recipe", "mininet", "--preset", "demo", "--name", "outage");
  const trainer = await actAsTrainer(server);
  const watching = startCli(["watch", "outage", "--json"], account());
  await trainer.points({ series: "loss", step: 1, value: 1 });
  await watching.line((line) => line.includes('"metric"'));
  await server.kill();
  await trainer.points({ series: "loss", step: 2, value: 2 }, { series: "loss", step: 3, value: 3 });
  await trainer.say("said while nobody listened");
  await server.start();
  await trainer.points({ series: "loss", step: 4, value: 4 });
  await trainer.finish("SUCCEEDED");
  await trainer.close();
  const { code, stdout, stderr } = await watching.outcome;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ type }) => type === "metric").map(({ step }) => step)).toEqual([1, 2, 3, 4]);
  expect(lines.filter(({ type }) => type === "log")).toMatchObject([{ text: "said while nobody listened" }]);
  expect(lines).toContainEqual({ type: "reconnecting" });
});

it("launches and sweeps on frozen data, whose dataset the snapshot knows", { timeout: 60_000 }, async () => {
  const snapshots = await json<{ id: string; hash: string; split: string | null }[]>("snapshot", "list", "streets");
  const [frozen, bare] = [
    snapshots.find(({ split }) => split === "half"),
    snapshots.find(({ split }) => split === null),
  ];
  const what = ["--recipe", "mininet", "--preset", "demo"];
  const { sweep } = await json<{ sweep: { number: number } }>(
    ...["sweep", "create", "--snapshot", frozen?.hash.slice(0, 12) ?? "", ...what, "--vary", "batchSize=1,2"],
  );
  const number = String(sweep.number);
  expect(await json("sweep", "show", number)).toMatchObject({ snapshot: { id: frozen?.id } });
  expect(await json("sweep", "stop", number)).toMatchObject({ status: "STOPPED" });
  const onBare = ["launch", "--snapshot", bare?.id ?? "", ...what];
  expect((await failure(1, ...onBare)).message).toMatch(/no images to train on; it was frozen without a split/);
  expect((await failure(2, ...onBare, "--split", "half")).message).toMatch(/exclude each other/);
  expect((await failure(2, "launch", ...what)).message).toMatch(/--dataset, or --snapshot/);
  expect(await failure(1, "launch", "--snapshot", "0123456789ab", ...what)).toMatchObject({ code: "NOT_FOUND" });
});
