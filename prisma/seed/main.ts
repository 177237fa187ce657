import { parseArgs } from "node:util";
import { composeCore } from "@archipel/core-api/compose.ts";
import { readEnv } from "@archipel/core-api/env.ts";
import { seedDemo } from "./demo/demo.ts";

// Fills the database with the demo: `node prisma/seed/main.ts [--samples <folder>]`, with the settings of core-api, which must not be
// running on an embedded database. Running it again changes nothing.
const { values } = parseArgs({ options: { samples: { type: "string" } } });
const started = performance.now();
const say = (text: string) => void process.stdout.write(`${text}\n`);

// The data folder is of no use to anyone yet, so a server's database is brought up to date too.
const env = { ...readEnv(), ARCHIPEL_MIGRATE: "start" as const, LOG_LEVEL: "warn" as const };
const base = await composeCore(env, "seed");
try {
  const core = { ...base, queue: { enqueue: async () => {} } };
  say("Demo data of a fictional territory:");
  await seedDemo(core, say);
  if (values.samples) say("samples");
  say(`Seeded in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
} finally {
  await base.database.close();
}
