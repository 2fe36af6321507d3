import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const sources = fileURLToPath(new URL("../..", import.meta.url));

test("every task's module is where its type is imported from: the compiler sees the type alone", () => {
  const defined = readdirSync(sources, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith("defineTask.test.ts"))
    .flatMap((path) => {
      const text = readFileSync(join(sources, path), "utf8");
      const calls = text.matchAll(/defineTask<typeof import\("([^"]+)"\)\.default>\(\{[^}]*?module: "([^"]+)"/g);
      return [...calls].map(([, type = "", module = ""]) => ({ path, type, module }));
    });
  expect(defined.length).toBeGreaterThanOrEqual(11);
  for (const { path, type, module } of defined) {
    const folder = dirname(join(sources, path));
    const named = resolve(folder, `${module}.ts`);
    expect([path, named]).toEqual([path, resolve(folder, type)]);
    expect(existsSync(named)).toBe(true);
  }
});
