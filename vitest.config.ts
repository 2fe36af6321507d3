import { defineConfig } from "vitest/config";

// Tests read the packages' TypeScript sources (condition "maskyard-source"), so that none runs against a stale build.
export default defineConfig({
  resolve: { conditions: ["maskyard-source", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["maskyard-source", "node", "import", "default"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.{ts,tsx}", "tools/**/*.test.{ts,mjs}"],
    testTimeout: 30_000,
  },
});
