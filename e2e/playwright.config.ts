import { defineConfig } from "@playwright/test";

const WEBGL = process.env.MESA
  ? ["--ignore-gpu-blocklist", "--use-gl=angle", "--use-angle=gl-egl"]
  : ["--enable-unsafe-swiftshader", "--disable-gpu"];

/** scripts/test/journeys.mjs has started the stack; environment variables set the ports and the browser. */
export default defineConfig({
  testDir: ".",
  // The samples are real files outside the repository: SAMPLES names their folder.
  testMatch: process.env.SAMPLES
    ? ["samples/**/*.spec.ts"]
    : process.env.ATTACKS
      ? ["attacks/**/*.spec.ts"]
      : process.env.PICTURES
        ? ["pictures/**/*.spec.ts"]
        : ["journeys/**/*.spec.ts", "a11y/**/*.spec.ts"],
  workers: 2,
  // Each journey has its own community or only reads the demo, so the order does not matter.
  fullyParallel: true,
  // A journey that passes the second time is listed as flaky at the end of `npm test`.
  retries: process.env.SAMPLES ? 0 : 1,
  // Timings are measured in bench/: a slow machine must not fail a journey.
  timeout: 1_800_000,
  expect: { timeout: 180_000, toPass: { timeout: 180_000 } },
  reporter: [["list"], ["json"]],
  outputDir: "../test-results",
  use: {
    locale: "fr-FR",
    actionTimeout: 180_000,
    navigationTimeout: 180_000,
    // Maps jump instead of flying: drawing the flights took half of a journey's time.
    contextOptions: { reducedMotion: "reduce" },
    // Recording takes a fifth of the time even when a journey passes, so it is on demand.
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
        // Domains of portals (`ownDomain` in pages/stack.ts).
        "--host-resolver-rules=MAP *.domaine-de-parcours.fr 127.0.0.1",
        ...WEBGL,
        // Pages are painted without the software GPU, which compiles shaders for seconds on each.
        "--disable-gpu-compositing",
        "--disable-gpu-rasterization",
        "--disable-accelerated-2d-canvas",
      ],
    },
  },
});
