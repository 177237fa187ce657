import { defineConfig } from "@playwright/test";

/** The stack is already up (scripts/test/journeys.mjs); ports and browser come by environment. */
export default defineConfig({
  testDir: ".",
  // The samples are real files that the project does not hold: SAMPLES names their folder.
  testMatch: process.env.SAMPLES ? ["samples/**/*.spec.ts"] : ["journeys/**/*.spec.ts", "a11y/**/*.spec.ts"],
  workers: 1,
  retries: 0,
  // What takes how long is measured elsewhere: here a slow machine is no failure.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  outputDir: "../test-results",
  use: {
    locale: "fr-FR",
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
