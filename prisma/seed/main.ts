import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildBasemap } from "@archipel/basemap/build.ts";
import { composeCore } from "@archipel/core-api/compose.ts";
import { readEnv } from "@archipel/core-api/env.ts";
import { openQueue } from "@archipel/core-api/jobs/queue.ts";
import { startRunner } from "@archipel/core-api/jobs/runner.ts";
import { cloudPointsOf } from "./demo/clouds.ts";
import { seedDemo } from "./demo/demo.ts";
import { loadSamples } from "./samples/load.ts";
import { basemapContent } from "./territory/basemap-content.ts";
import { generateTerritory, type Territory } from "./territory/territory.ts";

// Fills the database with the demo: `node prisma/seed/main.ts [--basemap <output.pmtiles>] [--samples <folder>] [--points <number>]`, with the settings of
// core-api. With an embedded database core-api must not be running. Running it again adds what is missing and changes nothing else.
const { values } = parseArgs({ options: { basemap: { type: "string" }, samples: { type: "string" }, points: { type: "string" } } });
const cloudPoints = cloudPointsOf(values.points);
const started = performance.now();
const say = (text: string) => void process.stdout.write(`${text}\n`);

let generated: Territory | undefined;
/** Generating the territory takes seconds: once for the basemap and the data, and not at all when nothing is missing. */
const territory = () => (generated ??= generateTerritory());

if (values.basemap && !existsSync(values.basemap)) {
  const { tiles, bytes, seconds } = await buildBasemap({ detail: basemapContent(territory()), output: values.basemap });
  say(`Basemap with a fictional territory: ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s`);
}
const base = await composeCore({ ...readEnv(), ARCHIPEL_MIGRATE: "start", LOG_LEVEL: "warn" }, "seed");
try {
  const queue = await openQueue(base.database, base.log);
  const core = { ...base, queue };
  say("Demo data of a fictional territory:");
  const managers = await seedDemo(core, territory, say, cloudPoints === undefined ? {} : { cloudPoints });
  if (values.samples) {
    say("Real samples:");
    const runner = await startRunner(core, queue);
    await loadSamples(core, managers, values.samples, say).finally(() => runner.stop());
  } else await queue.stop();
  say(`Seeded in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
} finally {
  await base.database.close();
}
