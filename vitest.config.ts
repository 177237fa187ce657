import { defineConfig } from "vitest/config";
import { LongFirst } from "./scripts/test/long-first.mjs";

/** What a bundler compiles in production: JSX, packages that only a bundler finds, next-auth, whose default export Node does not see. */
const SITES = [
  "apps/{admin,portal-template}/**/*.test.ts",
  "packages/{ui,map}/**/*.test.ts",
  "apps/core-api/src/http/oidc/site-sessions.test.ts",
];

const NEVER = ["**/node_modules/**", "**/.next/**"];

export default defineConfig({
  test: {
    globalSetup: "packages/testing/src/temporary-folder.ts",
    sequence: { sequencer: LongFirst },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["{apps,packages,themes,prisma,scripts,bench,e2e}/**/*.test.ts"],
          exclude: [...NEVER, ...SITES],
          // Node loads the sources as in production, and keeps what it compiled for the next run. Vite would transform each module again,
          // and each use of an import would read a property.
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      { extends: true, test: { name: "sites", include: SITES, exclude: NEVER } },
    ],
    setupFiles: ["packages/testing/src/fixed-seed.ts", "packages/gdal/src/testing/set-up-sandbox.ts"],
    pool: "forks",
    execArgv: [
      // The embedded database is WebAssembly: compiling a function a second time, optimised, pays only if it is called very often.
      "--wasm-tiering-budget=30000000",
      // Most of what a test makes is garbage soon: with more room for it, less is copied before it is (a fifteenth of the processor time).
      "--min-semi-space-size=16",
      "--max-semi-space-size=64",
    ],
    // A worker loads core-api once for all its files, and keeps its embedded database. What a running core keeps in memory belongs to its
    // `Core`, never to a variable of a module.
    isolate: false,
    // What takes how long is measured elsewhere: here a slow machine is no failure.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000 } },
  },
});
