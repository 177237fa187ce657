// node scripts/test/embedded-stack.mjs FOLDER BASEMAP
// Starts a small Archipel on the embedded database, as people who try it have it, with one empty community and the demo's accounts. When it
// is ready, it prints its ports and the community as one line of JSON; it runs until it is stopped.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { freePorts } from "../../packages/testing/src/free-ports.mjs";
import { fail } from "../project.mjs";
import { seedJourneys } from "../stack/prepare.mjs";
import { stackSettings, startStack } from "../stack/stack.mjs";

const [folder, basemap] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
if (basemap) copyFileSync(basemap, path.join(folder, "basemap.pmtiles"));
const [core, portal, admin] = await freePorts(3);
const ports = { core, portal, admin };
const settings = stackSettings({ dataFolder: folder, ports });
const communities = path.join(folder, "communities.json");
const stack = await seedJourneys(settings, communities, { empty: 1 })
  .then(() => startStack(settings))
  .catch((error) => fail(error.message));
console.log(JSON.stringify({ ports, community: JSON.parse(readFileSync(communities, "utf8"))[0] }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stack.stop().then(() => process.exit(0)));
