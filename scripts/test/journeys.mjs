// node scripts/test/journeys.mjs FOLDER REPORT [playwright arguments…]
// Runs journeys in a browser on a whole Archipel with the demo's data: on a new PostgreSQL cluster if the server is installed (DATABASE_URL
// names another one), else on the embedded database. The ports are free ones, so that runs do not collide; CORE_PORT, PORTAL_PORT and
// ADMIN_PORT set them. ARCHIPEL_SITES_BUILT=1 means that the sites are built already.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { freePorts } from "../../packages/testing/src/free-ports.mjs";
import { run } from "../project.mjs";
import { buildSites, seedDemo, seedJourneys } from "../stack/prepare.mjs";
import { stackSettings, startStack } from "../stack/stack.mjs";
import { findChromium, hasMesa } from "./debian.mjs";
import { findPostgres, startPostgres } from "./postgres.mjs";
import { personalInLogs } from "./private-logs.mjs";

/** Number of communities: one for each journey that uses one alone, and spares for journeys that are repeated. */
const COMMUNITIES = { plan: 76, floods: 3, empty: 26 };

/** As the workers of the other tests have it: rendering a page takes a fifth less processor time. */
const ROOM_FOR_YOUNG_OBJECTS = ["--min-semi-space-size=16", "--max-semi-space-size=64"];

const [folder, report, ...rest] = process.argv.slice(2);
if (process.env.ARCHIPEL_SITES_BUILT !== "1") await buildSites();
const [core, portal, admin, dns, identity] = await freePorts(5);
const { CORE_PORT = core, PORTAL_PORT = portal, ADMIN_PORT = admin } = process.env;
const logs = path.join(folder, "logs");
mkdirSync(logs, { recursive: true });
const typed = path.join(folder, "typed.jsonl");
const cluster = process.env.DATABASE_URL || !findPostgres() ? null : await startPostgres({ logFile: path.join(logs, "postgresql.log") });
const settings = stackSettings({
  dataFolder: folder,
  ports: { core: Number(CORE_PORT), portal: Number(PORTAL_PORT), admin: Number(ADMIN_PORT) },
  databaseUrl: cluster ? createDatabase(cluster.url) : process.env.DATABASE_URL,
  // Only journeys about domains and about institutions answer there.
  env: { DOMAINS_DNS_SERVERS: `127.0.0.1:${dns}`, SIGN_IN_INTERNAL_HOSTS: `localhost:${identity}` },
  nodeFlags: ROOM_FOR_YOUNG_OBJECTS,
  secret: process.env.ARCHIPEL_SECRET ?? (cluster ? randomBytes(32).toString("base64url") : undefined),
});
const communities = path.join(folder, "communities.json");
let code = 1;
try {
  await seedDemo(settings);
  await seedJourneys(settings, communities, COMMUNITIES);
  const stack = await startStack(settings);
  ({ code } = await run("playwright", ["test", "--config", "e2e/playwright.config.ts", ...rest], {
    env: {
      CHROMIUM: findChromium(),
      MESA: hasMesa() ? "1" : "",
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      JOURNEY_TYPED: typed,
      JOURNEY_COMMUNITIES: communities,
      JOURNEY_BASEMAP: path.join(folder, "basemap.pmtiles"),
      PORTAL_PORT: String(settings.ports.portal),
      ADMIN_PORT: String(settings.ports.admin),
      CORE_PORT: String(settings.ports.core),
      DNS_PORT: String(dns),
      IDENTITY_PORT: String(identity),
      // For journeys in which weeks pass: another process of core-api does its upkeep.
      JOURNEY_SETTINGS: JSON.stringify(settings.common),
    },
  }));
  await stack.stop();
  const personal = personalInLogs(logs, typed);
  if (personal.length > 0) {
    console.error(`The logs have what no log may have (docs/operators/personal-data.md):\n${personal.slice(0, 50).join("\n")}`);
    code ||= 1;
  }
} catch (error) {
  console.error(error.message);
} finally {
  await cluster?.stop();
}
process.exit(code);

/** Creates a database for the run, since the maintenance database has no PostGIS. */
function createDatabase(url) {
  execFileSync(path.join(findPostgres(), "psql"), [url, "-qc", "CREATE DATABASE journeys"]);
  return Object.assign(new URL(url), { pathname: "/journeys" }).href;
}
