#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(fileURLToPath(main))) {
  await import(main.href);
} else {
  const message = "The command line is not built yet: run npm run build first.";
  const asJson = process.argv.includes("--json");
  process.stderr.write(
    asJson ? `${JSON.stringify({ error: { code: "NOT_BUILT", message } })}\n` : `maskyard: ${message}\n`,
  );
  process.exitCode = 1;
}
