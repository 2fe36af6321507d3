// `npm test`: everything that is tested, set-up included, from a fresh clone. Needs Node alone.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Maskyard needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const { main } = await import("./tools/test/main.mjs");
await main();
