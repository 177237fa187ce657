import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const root = path.join(import.meta.dirname, "../..");

interface SiteSettings {
  readonly port: number;
  readonly corePort: number;
  readonly secret: string;
  /** Where its inspector listens once `openHeap` asks for it. */
  readonly inspectPort?: number;
}

/** A portal process as in production, in front of core-api at `corePort`. It must be built (`npm run build`). */
export function startPortal(
  settings: SiteSettings & {
    readonly pagesBytes?: number;
    /** Next without the server in front of it, as a yardstick. */
    readonly isNextAlone?: boolean;
  },
): Promise<ChildProcess> {
  return startSite("portal-template", settings, {
    script: settings.isNextAlone ? path.join(import.meta.dirname, "next-alone.ts") : "src/server.ts",
    env: settings.pagesBytes === undefined ? {} : { ARCHIPEL_PAGES_BYTES: String(settings.pagesBytes) },
  });
}

/** The console's process, as `startPortal`. */
export function startConsole(settings: SiteSettings): Promise<ChildProcess> {
  return startSite("admin", settings, { script: "src/server.ts", env: { ARCHIPEL_ADMIN_URL: `http://localhost:${settings.port}` } });
}

async function startSite(
  app: string,
  { port, corePort, secret, inspectPort }: SiteSettings,
  { script, env }: { script: string; env: Readonly<Record<string, string>> },
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...(inspectPort ? [`--inspect-port=${inspectPort}`] : []), script, "-p", String(port)], {
    cwd: path.join(root, "apps", app),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      CORE_API_URL: `http://127.0.0.1:${corePort}`,
      ARCHIPEL_PUBLIC_URL: `http://localhost:${corePort}`,
      ARCHIPEL_SECRET: secret,
      ...env,
    },
  });
  for (let tries = 0; tries < 600; tries++) {
    const isReady = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return child;
    await delay(100);
  }
  child.kill();
  throw new Error(`${app} did not start: is it built? (npm run build)`);
}

/** nginx with these files under their names, already compressed, as a static site is served. Null when it is not installed. */
export async function startNginx(port: number, folder: string, files: Readonly<Record<string, Buffer>>): Promise<ChildProcess | null> {
  const site = path.join(folder, "site");
  await mkdir(site, { recursive: true });
  for (const [name, gzipped] of Object.entries(files)) await writeFile(path.join(site, `${name}.gz`), gzipped);
  for (const name of Object.keys(files)) await writeFile(path.join(site, name), "");
  await writeFile(
    path.join(folder, "nginx.conf"),
    `worker_processes auto; error_log ${folder}/error.log; pid ${folder}/nginx.pid; user root; daemon off;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; open_file_cache max=100; default_type text/html; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p;
 fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
 server { listen 127.0.0.1:${port}; root ${site}; gzip_static always; } }`,
  );
  const child = spawn("/usr/sbin/nginx", ["-c", path.join(folder, "nginx.conf")], { stdio: "ignore" });
  const isGone = new Promise<boolean>((resolve) => child.once("error", () => resolve(true)).once("exit", () => resolve(true)));
  return (await Promise.race([isGone, delay(1000, false)])) ? null : child;
}
