// `npm start`: from a fresh clone to a running Maskyard. Needs Node alone; everything else it brings or names.
// Kept in syntax that old versions of Node can read, so that they say what is wrong in place of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Maskyard needs Node 20.19 or newer; this is ${process.versions.node}. Get a current one from nodejs.org or your version manager.`,
  );
  process.exit(1);
}
const { main } = await import("./tools/start/main.mjs");
await main(process.argv.slice(2));
