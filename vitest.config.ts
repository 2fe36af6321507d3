import { defineConfig } from "vitest/config";

// Tests read the packages' TypeScript sources (condition "maskyard-source"), so that none runs against a stale build.
// Vitest hands these conditions to Node too: "import" or "default" among them would load CommonJS packages wrongly.
export default defineConfig({
  // graphql has no export map: Node's own imports take index.js, Vite would take index.mjs, and two copies refuse each other.
  resolve: {
    conditions: ["maskyard-source", "node", "import", "default"],
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  ssr: { resolve: { conditions: ["maskyard-source", "node"] } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Numbers that are equal to the bit are promised on the CPU, also where there is a GPU.
    env: { MASKYARD_ENGINE: process.env.MASKYARD_ENGINE ?? "cpu" },
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          isolate: false,
          include: [
            "packages/{annotations,filter,model,scenes,sdk}/src/**/*.test.ts",
            "packages/model/engine/*.test.mjs",
            "apps/web/src/**/*.test.{ts,tsx}",
            "bench/**/*.test.mjs",
            "tools/{floors,start,postgres,logs,test}/**/*.test.mjs",
          ],
        },
      },
      onPostgres("database", [
        "packages/store/src/**/*.test.ts",
        "apps/api/src/**/*.test.ts",
        "tools/testing/**/*.test.mjs",
      ]),
      onPostgres("command-line", ["apps/cli/src/**/*.test.ts"]),
      onPostgres("trainer", ["apps/trainer/src/**/*.test.ts"]),
      {
        extends: true,
        test: {
          // The whole product in a browser, started once for all files; needs a build. See e2e.
          name: "browser",
          include: ["e2e/**/*.test.ts"],
          globalSetup: ["tools/testing/productGlobalSetup.mjs"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

/**
 * A project whose files share one Postgres, and one process: loading the modules anew for each file took longer than testing them.
 * What works on a whole process (libvips without SVG in the API, TensorFlow in the trainer) stays within its project.
 */
function onPostgres(name: string, include: string[]) {
  return {
    extends: true as const,
    test: { name, include, isolate: false, globalSetup: ["tools/testing/postgresGlobalSetup.mjs"] },
  };
}
