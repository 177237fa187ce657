// One noun has one name: modules, contracts, schema files, permissions, message areas and features use the names of one list.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

/** The nouns of the domain (docs/architecture/glossary.md), each with the names of its parts. */
const NOUNS = {
  communities: [],
  portals: [],
  site: ["pages", "media", "navigation", "legal"],
  alerts: [],
  domains: [],
  answers: [],
  maps: ["stories"],
  identity: ["applications"],
  members: ["invitations", "requests"],
  access: ["keys"],
  plans: [],
  usage: [],
  visits: [],
  datasets: ["attachments"],
  bin: [],
  deliveries: ["uploads", "checks", "findings", "repairs", "addresses", "rasters", "clouds", "transfers"],
  models: [],
  updates: ["revisions"],
  imports: [],
  processing: ["jobs"],
  layers: ["filters", "styles"],
  features: ["edits", "history"],
  tiles: [],
  search: [],
  reports: ["moderation"],
  contributions: ["conflicts"],
  quality: ["labels"],
  live: ["presence"],
  notifications: [],
  follows: [],
  grants: [],
  groups: [],
  organisations: [],
  audit: [],
  pointclouds: [],
  elevation: [],
  governance: [],
  support: [],
  federation: [],
};

/** Other names in each layer: values that all nouns share, and rooms of a site. */
const LAYERS = {
  module: { pattern: /^apps\/core-api\/src\/modules\/([^/]+)\//, own: [] },
  contract: {
    pattern: /^packages\/contracts\/src\/([a-z-]+)(?:\.test)?\.ts$/,
    own: ["ids", "page", "place", "text", "decimal", "value-texts", "field-check", "wire", "dated-json"],
  },
  schema: { pattern: /^prisma\/schema\/([a-z-]+)\.prisma$/, own: ["main", "outbox", "objects"] },
  "message area": {
    pattern: /^packages\/i18n\/src\/messages\/([^/]+)\//,
    own: ["admin", "portal", "common", "errors", "failure", "mail", "hub", "ogc", "commands", "map", "tools"],
  },
  "admin feature": {
    pattern: /^apps\/admin\/src\/features\/([^/]+)\//,
    own: ["account", "forms", "help", "maps", "overview", "platform", "session", "shell"],
  },
  "portal feature": {
    pattern: /^apps\/portal-template\/src\/features\/([^/]+)\//,
    own: [
      "account",
      "catalogue",
      "embed",
      "help",
      "header",
      "home",
      "legal",
      "map",
      "map-kit",
      "measure",
      "session",
      "site",
      "swipe",
      "time",
      "tools",
    ],
  },
};
/** Permissions of routes of the platform, which belong to no noun. */
const PLATFORM_PERMISSIONS = ["basemap", "mailbox", "platform", "procedures"];
const PERMISSIONS = /^apps\/core-api\/src\/(?:kernel|gate)\/permissions(?:\.ts$|\/.+\.ts$)/;

const words = new Set(Object.entries(NOUNS).flatMap(([noun, parts]) => [noun, ...parts]));

/** Whether the name is a noun, or begins with one: `reports`, `report-statuses`. */
function isNamed(name) {
  const [first] = name.split("-");
  return words.has(name) || (name.includes("-") && (words.has(first) || words.has(`${first}s`)));
}

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" }).split("\n");
const names = Object.fromEntries([...Object.keys(LAYERS), "permission"].map((layer) => [layer, new Set()]));
for (const file of tracked.filter((one) => existsSync(path.join(root, one)))) {
  for (const [layer, { pattern }] of Object.entries(LAYERS)) {
    const name = pattern.exec(file)?.[1];
    if (name) names[layer].add(name);
  }
  if (PERMISSIONS.test(file)) {
    for (const [, name] of readFileSync(path.join(root, file), "utf8").matchAll(/^\s*"([a-z]+)\.[a-z-]+":/gm)) names.permission.add(name);
  }
}

const complaints = [];
for (const [layer, found] of Object.entries(names)) {
  const own = LAYERS[layer]?.own ?? PLATFORM_PERMISSIONS;
  if (found.size === 0) complaints.push(`${layer}: no name was read`);
  for (const name of [...found].sort()) {
    if (!isNamed(name) && !own.includes(name)) complaints.push(`${layer} "${name}": not a noun of the list`);
  }
}
if (complaints.length) console.log(`${complaints.join("\n")}\nThe list is in scripts/verify/words.mjs.`);
process.exit(complaints.length ? 1 : 0);
