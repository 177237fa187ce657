// npm run pictures: makes the pictures of the README and of the documentation from the demo's data.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureInstalled, node24, root, run } from "./project.mjs";
import { installMissing } from "./test/debian.mjs";

ensureInstalled();
installMissing(new Set(["chromium"]));
const folder = mkdtempSync(path.join(tmpdir(), "archipel-pictures-"));
const journeys = path.join(root, "scripts/test/journeys.mjs");
const { code } = await run(node24, [journeys, folder, path.join(folder, "report.json")], { env: { PICTURES: "1" } });
rmSync(folder, { recursive: true, force: true });
process.exit(code);
