// What package-lock.json says of the packages.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

/** What an installation runs. The other workspaces are parts of these, or build, test and measure. */
const DEPLOYED = ["apps/core-api", "apps/portal-template", "apps/admin", "packages/cli"];

export function readLockFile() {
  return JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
}

/** The packages that a registry delivers: their place in the lock file, their name, and their entry. */
export function registryPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place.includes("node_modules/") && !entry.link)
    .map(([place, entry]) => ({ place, name: nameOf(place, entry), entry }));
}

/**
 * The identities (`name@version`) of what an installation has: the deployed workspaces, all that they need at run time, and the Node of the
 * root. Packages for other kinds of machine are among them, and those that npm leaves in place because another package can use them.
 */
export function productionOf(lock) {
  const found = new Set();
  const waiting = [...DEPLOYED, ...neededBy(lock, "", Object.keys(lock.packages[""].optionalDependencies ?? {}))];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    const { dependencies, optionalDependencies, peerDependencies } = lock.packages[place];
    waiting.push(...neededBy(lock, place, Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies })));
  }
  return new Set([...found].map((place) => identityOf(place, lock.packages[place])));
}

/** Node looks for a package in the folder of who needs it, then in each folder above. Optional ones may be absent. */
function neededBy(lock, place, names) {
  return names.flatMap((name) => {
    for (let folder = place; ; folder = folder.replace(/(^|\/)[^/]*$/, "")) {
      const candidate = path.posix.join(folder, "node_modules", name);
      const entry = lock.packages[candidate];
      if (entry) return entry.link ? [entry.resolved] : [candidate];
      if (folder === "") return [];
    }
  });
}

function nameOf(place, entry) {
  return entry.name ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

function identityOf(place, entry) {
  return `${nameOf(place, entry)}@${entry.version}`;
}
