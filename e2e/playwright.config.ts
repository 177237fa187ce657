import { defineConfig } from "@playwright/test";

/** The stack is already up (scripts/test/journeys.mjs); ports and browser come by environment. */
export default defineConfig({
  testDir: ".",
  // The samples are real files that the project does not hold: SAMPLES names their folder.
  testMatch: process.env.SAMPLES ? ["samples/**/*.spec.ts"] : ["journeys/**/*.spec.ts", "a11y/**/*.spec.ts"],
  workers: 2,
  // Each journey has a community of its own or only reads the demo, so their order does not matter.
  fullyParallel: true,
  // What passes the second time is counted as flaky and named at the end of `npm test`.
  retries: process.env.SAMPLES ? 0 : 1,
  // What takes how long is measured elsewhere: here a slow machine is no failure.
  timeout: 1_800_000,
  expect: { timeout: 180_000 },
  reporter: [["list"], ["json"]],
  outputDir: "../test-results",
  use: {
    locale: "fr-FR",
    actionTimeout: 180_000,
    navigationTimeout: 180_000,
    // Maps jump where they would fly: half of the time of a journey went into drawing what nobody looks at.
    contextOptions: { reducedMotion: "reduce" },
    // Recording costs a fifth of the time, whatever comes of it: TRACE=1 asks for it.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
      ],
    },
  },
});
