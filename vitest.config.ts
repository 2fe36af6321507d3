import { defineConfig } from "vitest/config";

// Tests read the packages' TypeScript sources (condition "maskyard-source"), so that none runs against a stale build.
// Vitest hands these conditions to Node too: "import" or "default" among them would load CommonJS packages wrongly.
export default defineConfig({
  resolve: { conditions: ["maskyard-source", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["maskyard-source", "node"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/model/engine/*.test.mjs",
      "apps/*/src/**/*.test.{ts,tsx}",
      "tools/**/*.test.{ts,mjs}",
    ],
    testTimeout: 30_000,
  },
});
