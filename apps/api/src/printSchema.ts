import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "./graph/schema.ts";

// `node apps/api/dist/printSchema.js` writes apps/api/schema.graphql; with `--check` it only says whether that file is what
// the code builds (exit 1 when not), so that the graph never changes without being seen in a review.
const path = fileURLToPath(new URL("../schema.graphql", import.meta.url));
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes("--check")) {
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") {
      return "";
    }
    throw error;
  });
  if (kept !== printed) {
    process.stderr.write(
      "apps/api/schema.graphql is not what the code builds. Run: node apps/api/dist/printSchema.js\n",
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(path, printed);
}
