// Debian packages that the tests need beyond npm packages, and their installation.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { findPostgres } from "./postgres.mjs";

const tools = {
  postgres: { isThere: () => findPostgres() !== null, packages: ["postgresql-17", "postgresql-17-postgis-3"] },
  chromium: { isThere: () => findChromium() !== null, packages: ["chromium", "fonts-dejavu-core"] },
  mesa: { isThere: hasMesa, packages: ["libegl1"] },
};

export function findChromium() {
  return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file)) ?? null;
}

/** Whether Chromium can draw WebGL by Mesa, which takes less than half of its own renderer's time without a graphics card. */
export function hasMesa() {
  if (!existsSync("/usr/share/glvnd/egl_vendor.d/50_mesa.json")) return false;
  // The software driver is a library of its own.
  const folders = readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu"));
  return folders.some((folder) => readdirSync(`/usr/lib/${folder}`).some((name) => name.startsWith("libgallium-")));
}

/** Installs what is missing when run as root with apt-get; returns the names of what is still missing. */
export function installMissing() {
  const absent = () => Object.entries(tools).filter(([, tool]) => !tool.isThere());
  const wanted = absent().flatMap(([, tool]) => tool.packages);
  if (wanted.length && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log(`Installing ${wanted.join(", ")}…`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env, stdio: ["ignore", "ignore", "inherit"] });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...wanted], { env, stdio: ["ignore", "ignore", "inherit"] });
  }
  return new Set(absent().map(([name]) => name));
}
