// What every package of the lock file must be. Pure: each rule returns its complaints.
import { EXCEPTIONS, licenceReason } from "./licences.mjs";
import { registryPackages } from "./lock-file.mjs";

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Install scripts run with the rights of who installs. Each package that has one is listed here, and in `allowScripts` of package.json. */
export const INSTALL_SCRIPTS = {
  lefthook: { runs: true, why: "installs the hook that checks messages of commits" },
  "@parcel/watcher": { runs: false, why: "would compile the package where no compiled one exists: they exist for all our machines" },
  "@prisma/engines": { runs: false, why: "downloads engines that nothing uses: the client needs none" },
  "@swc/core": { runs: false, why: "would download WebAssembly if the compiled package did not load" },
  prisma: { runs: false, why: "only checks the version of Node" },
};

/**
 * Every package comes from one registry, at the address that registries give its name and version, and has the hash of its content; no bundled
 * one hides in a package without one. Which registry it is, is not written down: a mirror has the same packages with the same hashes.
 */
export function originComplaints(lock) {
  const packages = registryPackages(lock);
  const registry = commonest(packages.map(({ entry }) => originOf(entry.resolved)).filter((origin) => origin !== null));
  const complaints = packages.length < 500 ? [`only ${packages.length} packages were read`] : [];
  const bundles = packages.filter(({ entry }) => entry.integrity).map(({ place }) => `${place}/`);
  for (const { place, name, entry } of packages) {
    const isBundled = entry.inBundle && bundles.some((bundle) => place.startsWith(bundle));
    if (isBundled) continue;
    if (!/^sha512-/.test(entry.integrity ?? "")) complaints.push(`${place}: has no sha512 hash in package-lock.json`);
    if (entry.resolved !== `${registry}/${archiveOf(name, entry.version)}`)
      complaints.push(
        `${place}: comes from ${entry.resolved ?? "no address"}, not from the registry of the other packages under its own name. Run npm install with the project's .npmrc`,
      );
  }
  return complaints;
}

/** Where a registry keeps the archive of a version. Of a name of the form `@scope/name`, the file has the second part. */
function archiveOf(name, version) {
  return `${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
}

function originOf(address) {
  return address !== undefined && URL.canParse(address) && address.startsWith("https://") ? new URL(address).origin : null;
}

function commonest(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** Each install script is listed with its reason, runs only if it must, and runs for the reviewed version only. */
export function scriptComplaints(lock, { allowScripts = {} }) {
  const complaints = [];
  const withScript = new Map(
    registryPackages(lock)
      .filter(({ entry }) => entry.hasInstallScript)
      .map(({ name, entry }) => [name, entry.version]),
  );
  for (const [name, version] of withScript) {
    const rule = INSTALL_SCRIPTS[name];
    if (!rule)
      complaints.push(`${name}: has an install script that nobody reviewed. Read it, then list it in scripts/dependencies/rules.mjs`);
    else if (allowScripts[rule.runs ? `${name}@${version}` : name] !== rule.runs)
      complaints.push(`${name}: allowScripts of package.json must have "${rule.runs ? `${name}@${version}": true` : `${name}": false`}`);
  }
  for (const key of Object.keys(allowScripts))
    if (!withScript.has(key.replace(/(.)@.*/, "$1")))
      complaints.push(`${key}: allowScripts of package.json names it, but it has no install script`);
  for (const name of Object.keys(INSTALL_SCRIPTS))
    if (!withScript.has(name)) complaints.push(`${name}: scripts/dependencies/rules.mjs names it, but it has no install script`);
  return complaints;
}

export function licenceComplaints(lock) {
  const used = new Set();
  const complaints = [];
  for (const { place, name, entry } of registryPackages(lock)) {
    const reason = licenceReason(name, entry.license);
    if (reason) used.add(reason);
    else
      complaints.push(
        `${place}: its licence is ${entry.license ?? "not stated"}. Choose another package, or add it to scripts/dependencies/licences.mjs with the reason`,
      );
  }
  for (const exception of EXCEPTIONS)
    if (!used.has(exception)) complaints.push(`${exception.package}: an exception of licences.mjs that no package needs`);
  return complaints;
}

/** A range would choose another version on another day. Workspaces of this repository have none. */
export function versionComplaints(lock) {
  const workspaces = Object.entries(lock.packages).filter(([place]) => !place.includes("node_modules/"));
  return workspaces.flatMap(([place, { dependencies, devDependencies, optionalDependencies }]) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([name, version]) => !name.startsWith("@archipel/") && !EXACT.test(version))
      .map(([name, version]) => `${place || "package.json"}: ${name} is ${version}; write the exact version`),
  );
}

/** The settings that keep a version out until others have tried it for a week, and a new install script from running. */
export function settingComplaints(npmrc) {
  const settings = Object.fromEntries(
    npmrc
      .split("\n")
      .filter((line) => /^[\w-]+ *=/.test(line))
      .map((line) => line.split("=").map((part) => part.trim())),
  );
  const complaints = [];
  if (!(Number(settings["min-release-age"]) >= 7)) complaints.push(".npmrc: min-release-age must be 7 days or more");
  if (settings["strict-allow-scripts"] !== "true") complaints.push(".npmrc: strict-allow-scripts must be true");
  if (settings["omit-lockfile-registry-resolved"] !== "false") complaints.push(".npmrc: omit-lockfile-registry-resolved must be false");
  if (settings["ignore-scripts"] === "false" || settings["dangerously-allow-all-scripts"] === "true")
    complaints.push(".npmrc: allows every install script");
  return complaints;
}
