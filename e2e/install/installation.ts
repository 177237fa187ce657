import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Site } from "@archipel/core-api/testing/browser.ts";
import { freePorts } from "@archipel/testing/free-ports.mjs";
import { makeCertificate } from "./certificate.ts";
import { runToEnd, type Service, service } from "./processes.ts";
import { hosts, installedNginx, type Ports, root, unitCommand } from "./shipped.ts";
import { webOf } from "./web.ts";

/** A platform installed as the operator's pages say: shipped nginx file with TLS, shipped units' commands, a database of its own. */
export interface Installation {
  readonly ports: Ports;
  /** Addresses of browsers, without a trailing slash. */
  readonly coreUrl: string;
  readonly adminUrl: string;
  portalUrl(slug: string): string;
  /** The database, as its owner and as a superuser. */
  readonly databaseUrl: string;
  readonly superuserUrl: string;
  /** ARCHIPEL_DATA. */
  readonly data: string;
  readonly caFile: string;
  readonly web: Site;
  readonly services: Readonly<Record<"core" | "core2" | "worker" | "portal" | "admin" | "nginx", Service>>;
  /** Runs a command of `archipel-server` with the settings file of the installation; returns what it printed. */
  server(args: readonly string[], input?: string): Promise<string>;
  /** A further core-api beside the others, on other data. */
  coreOn(port: number, changed: Readonly<Record<string, string>>): Service;
}

/**
 * Creates folders, certificate, settings files and the empty database, and starts nothing yet.
 *
 * @param clusterUrl of a PostgreSQL server that trusts this machine, as `npm test` starts it
 * @param folder empty
 * @param portalSlug of the portal that will be created: its host is in the certificate
 */
export async function install(clusterUrl: string, folder: string, portalSlug: string): Promise<Installation> {
  const at = (name: string) => path.join(folder, name);
  for (const name of ["nginx", "data", "logs"]) mkdirSync(at(name));
  const ports = await chosenPorts();
  const { ca, caFile } = await makeCertificate([hosts.portal(portalSlug)], at("nginx"));
  for (const [name, text] of Object.entries(installedNginx(ports, at("nginx")))) writeFileSync(path.join(at("nginx"), name), text);

  const superuserUrl = urlWith(clusterUrl, { username: "postgres", pathname: "/archipel" });
  const databaseUrl = urlWith(clusterUrl, { pathname: "/archipel" });
  // The roles and template1 of the cluster are prepared as docs/operators/server.md asks a superuser to do.
  await runToEnd("psql", ["-qd", urlWith(superuserUrl, { pathname: "/postgres" }), "-c", "CREATE DATABASE archipel OWNER archipel"]);

  const coreUrl = `https://${hosts.core}:${ports.tls}`;
  const adminUrl = `https://${hosts.admin}:${ports.tls}`;
  const portalUrl = (slug: string) => `https://${hosts.portal(slug)}:${ports.tls}`;
  const addresses = { ARCHIPEL_PUBLIC_URL: coreUrl, ARCHIPEL_ADMIN_URL: adminUrl };
  const settings = {
    ...addresses,
    DATABASE_URL: databaseUrl,
    ARCHIPEL_SECRET: randomBytes(32).toString("base64url"),
    ARCHIPEL_DATA: at("data"),
    ARCHIPEL_PORTAL_URL: portalUrl("{slug}"),
  };
  writeFileSync(at("core.env"), settingsFile(settings), { mode: 0o600 });
  const command = path.join(root, "apps/core-api/bin/archipel-server.mjs");
  const server = (args: readonly string[], input?: string) =>
    runToEnd(process.execPath, [command, "--settings", at("core.env"), ...args], { NODE_EXTRA_CA_CERTS: caFile }, input);
  const sites = { ...addresses, CORE_API_URL: `http://127.0.0.1:${ports.inner}`, ARCHIPEL_SITE_KEY: (await server(["site-key"])).trim() };
  writeFileSync(at("sites.env"), settingsFile(sites), { mode: 0o600 });

  const started = (unit: string, instance: string | number, env: Readonly<Record<string, string>>, ready: string, name = unit) => {
    const shipped = unitCommand(`archipel-${unit}`, String(instance));
    return service(name, { ...shipped, env: { ...shipped.env, ...env } }, () => answers(ready), at(`logs/${name}.log`));
  };
  const coreAt = (port: number, name: string, changed: Readonly<Record<string, string>> = {}) =>
    started("core", port, { ...settings, ...changed }, `http://127.0.0.1:${port}/ready`, name);
  const workerSettings = { ...settings, ARCHIPEL_WORKER_PORT: String(ports.worker) };
  const nginx = { program: "/usr/sbin/nginx", args: ["-p", at("nginx"), "-e", at("nginx/error.log"), "-c", at("nginx/nginx.conf")] };
  return {
    ...{ ports, coreUrl, adminUrl, portalUrl, databaseUrl, superuserUrl, data: at("data"), caFile, web: webOf(ca), server },
    services: {
      core: coreAt(ports.core[0], "core"),
      core2: coreAt(ports.core[1], "core2"),
      worker: started("worker", 1, workerSettings, `http://127.0.0.1:${ports.worker}/ready`),
      portal: started("portal", ports.portal, sites, `http://127.0.0.1:${ports.portal}/api/health`),
      admin: started("admin", ports.admin, sites, `http://127.0.0.1:${ports.admin}/api/health`),
      nginx: service(
        "nginx",
        { ...nginx, cwd: folder, env: {} },
        () => answers(`http://127.0.0.1:${ports.plain}/`, 308),
        at("logs/nginx.log"),
      ),
    },
    coreOn: (port, changed) => coreAt(port, "core-restored", changed),
  };
}

const settingsFile = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");

export function urlWith(url: string, changes: Partial<Pick<URL, "username" | "pathname">>): string {
  return Object.assign(new URL(url), changes).href;
}

async function answers(url: string, status = 200): Promise<boolean> {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000) });
  await answer.body?.cancel();
  return answer.status === status;
}

async function chosenPorts(): Promise<Ports> {
  const [tls = 0, plain = 0, inner = 0, core = 0, core2 = 0, worker = 0, portal = 0, admin = 0, nobody = 0] = await freePorts(9);
  return { tls, plain, inner, core: [core, core2], worker, portal, admin, nobody };
}
