// node scripts/test/clients.mjs [playwright arguments…]
// Tests GDAL and QGIS as clients of a running demo (`npm run demo`, or `npm run dev`): they use its published services.
import { spawnSync } from "node:child_process";
import { fail, portOf, run } from "../project.mjs";
import { findChromium } from "./debian.mjs";

const isThere = (command, args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const absent = [
  ...(isThere("ogr2ogr", ["--version"]) ? [] : ["gdal-bin"]),
  ...(isThere("/usr/bin/python3", ["-c", "import qgis.core"]) ? [] : ["qgis", "python3-qgis"]),
  ...(findChromium() ? [] : ["chromium"]),
];
if (absent.length > 0) fail(`Missing here: ${absent.join(", ")}. On Debian: apt-get install --no-install-recommends ${absent.join(" ")}`);

const portal = `http://127.0.0.1:${portOf("PORTAL_PORT", 3000)}/api/health`;
const answer = await fetch(portal).catch(() => null);
if (!answer?.ok)
  fail(`Nothing answers at ${portal}: start the demo with npm run demo, or say its ports by CORE_PORT, PORTAL_PORT, ADMIN_PORT.`);

const { code } = await run("playwright", ["test", "--config", "e2e/clients/playwright.config.ts", ...process.argv.slice(2)], {
  env: { CHROMIUM: findChromium() },
});
process.exit(code);
