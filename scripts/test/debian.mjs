// Debian packages that the tests need beyond npm packages, and their installation.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { findPostgres } from "./postgres.mjs";

const PLUGIN = "/usr/lib/python3/dist-packages/certbot_dns_rfc2136";
const SHELL = "/usr/bin/chromium-headless-shell";

const tools = {
  postgres: { isThere: () => findPostgres() !== null, packages: ["postgresql-17", "postgresql-17-postgis-3"] },
  chromium: { isThere: () => findChromium() !== null, packages: ["chromium", "fonts-dejavu-core"] },
  nginx: { isThere: () => existsSync("/usr/sbin/nginx") && existsSync("/usr/bin/openssl"), packages: ["nginx", "openssl"] },
  caddy: { isThere: () => existsSync("/usr/bin/caddy") && existsSync("/usr/bin/pebble"), packages: ["caddy", "pebble", "openssl"] },
  certbot: {
    isThere: () => ["/usr/bin/certbot", PLUGIN, "/usr/sbin/named"].every((file) => existsSync(file)),
    packages: ["certbot", "python3-certbot-dns-rfc2136", "bind9"],
  },
  pgbouncer: { isThere: () => existsSync("/usr/sbin/pgbouncer"), packages: ["pgbouncer"] },
};
/** Installed only for the runs that name them. */
const RARE = new Set(["nginx", "caddy", "certbot", "pgbouncer", "systemd"]);

/** Packages without which the tests run too: slower, or without what other programs say of our PDFs and what systemd does with our units. */
const accelerators = {
  pdf: { isThere: () => existsSync("/usr/bin/pdfinfo") && existsSync("/usr/bin/qpdf"), packages: ["poppler-utils", "qpdf"] },
  shell: { isThere: () => existsSync(SHELL), packages: ["chromium-headless-shell", "fonts-dejavu-core"] },
  mesa: { isThere: hasMesa, packages: ["libegl1"] },
  systemd: { isThere: () => existsSync("/lib/systemd/systemd"), packages: ["systemd"] },
};

/** Chromium without windows first: each page of the other one loads a user interface that nobody sees, for a second of processor time. */
export function findChromium() {
  return [SHELL, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file)) ?? null;
}

/** Whether Chromium can draw WebGL by Mesa, which takes less than half of its own renderer's time without a graphics card. */
export function hasMesa() {
  if (!existsSync("/usr/share/glvnd/egl_vendor.d/50_mesa.json")) return false;
  // The software driver is a library of its own.
  const folders = readdirSync("/usr/lib").filter((name) => name.endsWith("-linux-gnu"));
  return folders.some((folder) => readdirSync(`/usr/lib/${folder}`).some((name) => name.startsWith("libgallium-")));
}

/**
 * Installs what is missing when run as root with apt-get; returns the names of what is still missing and needed.
 *
 * @param needs the tools that the run uses; nginx, Caddy, certbot, pgbouncer and systemd are installed for nobody else
 */
export function installMissing(needs) {
  const absent = (some) => Object.entries(some).filter(([name, tool]) => (!RARE.has(name) || needs.has(name)) && !tool.isThere());
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && absent({ ...tools, ...accelerators }).length > 0) {
    aptGet("update", "-qq");
    for (const some of [accelerators, tools]) {
      const wanted = absent(some).flatMap(([, tool]) => tool.packages);
      if (wanted.length === 0) continue;
      console.log(`Installing ${wanted.join(", ")}…`);
      aptGet("install", "-y", "-qq", "--no-install-recommends", ...wanted);
    }
  }
  return new Set(absent(tools).map(([name]) => name));
}

function aptGet(...args) {
  spawnSync("apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, stdio: ["ignore", "ignore", "inherit"] });
}
