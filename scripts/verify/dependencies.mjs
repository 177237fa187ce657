// Checks the packages that are installed: where they come from, their install scripts, licences and versions, and the bill of materials.
import { readFileSync } from "node:fs";
import path from "node:path";
import { readLockFile } from "../dependencies/lock-file.mjs";
import { licenceComplaints, originComplaints, scriptComplaints, settingComplaints, versionComplaints } from "../dependencies/rules.mjs";
import { billOfMaterials } from "../dependencies/sbom.mjs";
import { root } from "../project.mjs";

const lock = readLockFile();
const textOf = (file) => readFileSync(path.join(root, file), "utf8");
const { invalid, missing, document } = await billOfMaterials(lock);
const complaints = [
  ...settingComplaints(textOf(".npmrc")),
  ...originComplaints(lock),
  ...versionComplaints(lock),
  ...scriptComplaints(lock, JSON.parse(textOf("package.json"))),
  ...licenceComplaints(lock),
  ...missing.map((identity) => `${identity}: runs in an installation, but the bill of materials lacks it`),
  ...(invalid ? [`the bill of materials is not valid CycloneDX: ${JSON.stringify(invalid).slice(0, 2000)}`] : []),
  ...(document.components.length < 300 ? [`only ${document.components.length} packages are in the bill of materials`] : []),
];
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
