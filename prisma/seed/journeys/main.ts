import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { composeCore } from "@archipel/core-api/compose.ts";
import { readEnv } from "@archipel/core-api/env.ts";
import { openQueue } from "@archipel/core-api/jobs/queue.ts";
import { seedAccounts } from "../demo/accounts.ts";
import { type Content, seedCommunity } from "./communities.ts";

// Creates communities that journeys use alone, and the demo's accounts: `node prisma/seed/journeys/main.ts --into FILE --plan 3 --empty 2`,
// with the settings of core-api. FILE lists them for the journeys. With an embedded database core-api must not be running.
const { values } = parseArgs({
  options: { into: { type: "string" }, plan: { type: "string" }, floods: { type: "string" }, empty: { type: "string" } },
});
if (!values.into) throw new Error("--into names no file");
const wanted = (["plan", "floods", "empty"] as const).flatMap((content) =>
  Array.from({ length: Number(values[content] ?? 0) }, (_, index): readonly [Content, number] => [content, index + 1]),
);
/** Number of communities created at the same time, since a server handles several requests in parallel. */
const AT_ONCE = 4;

const base = await composeCore({ ...readEnv(), ARCHIPEL_MIGRATE: "start", LOG_LEVEL: "warn" }, "seed");
try {
  const core = { ...base, queue: await openQueue(base.database, base.log) };
  const accounts = await seedAccounts(core.database);
  const made = [];
  for (let from = 0; from < wanted.length; from += AT_ONCE)
    made.push(
      ...(await Promise.all(wanted.slice(from, from + AT_ONCE).map(([content, index]) => seedCommunity(core, accounts, content, index)))),
    );
  await writeFile(values.into, JSON.stringify(made));
  await core.queue.stop();
} finally {
  await base.database.close();
}
