import { defineConfig } from "vitest/config";
import { LongFirst } from "./scripts/test/long-first.mjs";

export default defineConfig({
  test: {
    include: ["{apps,packages,themes,prisma,scripts,bench,e2e}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/.next/**"],
    globalSetup: "packages/testing/src/temporary-folder.ts",
    setupFiles: "packages/gdal/src/testing/set-up-sandbox.ts",
    pool: "forks",
    maxWorkers: 2,
    // The embedded database is WebAssembly: compiling a function a second time, optimised, pays only if it is called very often.
    execArgv: ["--wasm-tiering-budget=30000000"],
    // A worker loads core-api once for all its files, and keeps its embedded database. What a running core keeps in memory belongs to its
    // `Core`, never to a variable of a module.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // What takes how long is measured elsewhere: here a slow machine is no failure.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 90_000 } },
  },
});
