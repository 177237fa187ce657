// Starts and stops the three processes of one Archipel: core-api, portal site, admin. Shared by the demo and the browser tests.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { node24, projectEnv, root } from "../project.mjs";

/**
 * Settings of the three processes from a few options. `dataFolder` holds the embedded database and files; `databaseUrl` uses
 * a server instead of the embedded database; `nodeFlags` are for the Node of each process.
 */
export function stackSettings({
  dataFolder,
  ports = { core: 4000, portal: 3000, admin: 3001 },
  databaseUrl,
  secret,
  env = {},
  nodeFlags = [],
}) {
  const coreUrl = `http://localhost:${ports.core}`;
  const common = {
    NODE_ENV: "production",
    ARCHIPEL_DATA: dataFolder,
    ARCHIPEL_PUBLIC_URL: coreUrl,
    ARCHIPEL_ADMIN_URL: `http://localhost:${ports.admin}`,
    ARCHIPEL_PORTAL_URL: `http://{slug}.localhost:${ports.portal}`,
    CORE_API_URL: `http://127.0.0.1:${ports.core}`,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...(secret ? { ARCHIPEL_SECRET: secret } : {}),
    ...env,
  };
  return { ports, dataFolder, common, nodeFlags };
}

/** The processes: name, command, and the address that answers when the process is ready. */
function processesOf({ ports, common }) {
  return [
    {
      name: "core-api",
      cwd: "apps/core-api",
      args: ["src/main.ts"],
      env: { ...common, PORT: String(ports.core) },
      ready: `http://127.0.0.1:${ports.core}/ready`,
    },
    {
      name: "portal",
      cwd: "apps/portal-template",
      args: ["src/server.ts", "-H", "127.0.0.1", "-p", String(ports.portal)],
      env: common,
      ready: `http://127.0.0.1:${ports.portal}/api/health`,
    },
    {
      name: "admin",
      cwd: "apps/admin",
      args: ["src/server.ts", "-H", "127.0.0.1", "-p", String(ports.admin)],
      env: common,
      ready: `http://127.0.0.1:${ports.admin}/api/health`,
    },
  ];
}

/** Starts all processes, one after the other; resolves when all answer. Rejects with the path of the log when one ends early. */
export async function startStack(settings) {
  const logs = path.join(settings.dataFolder, "logs");
  mkdirSync(logs, { recursive: true });
  for (const [name, port] of Object.entries(settings.ports)) {
    if (await isTaken(port)) {
      throw new Error(
        `port ${port} (${name}) is in use: stop what listens there, or choose others with CORE_PORT, PORTAL_PORT and ADMIN_PORT`,
      );
    }
  }
  const children = [];
  try {
    for (const process of processesOf(settings))
      children.push(await startProcess(process, settings.nodeFlags, path.join(logs, `${process.name}.log`)));
  } catch (error) {
    await stopAll(children);
    throw error;
  }
  return { children, stop: () => stopAll(children) };
}

async function startProcess({ name, cwd, args, env, ready }, nodeFlags, logFile) {
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(node24, [...nodeFlags, ...args], {
    cwd: path.join(root, cwd),
    env: projectEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  let exited = false;
  child.once("exit", () => {
    exited = true;
  });
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (exited) throw new Error(`${name} stopped while starting: see ${logFile}`);
    const answer = await fetch(ready).catch(() => null);
    if (answer?.ok) return { name, child, logFile };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  child.kill("SIGKILL");
  throw new Error(`${name} did not answer within 120 s: see ${logFile}`);
}

async function stopAll(children) {
  await Promise.all(
    children.map(({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return null;
      return new Promise((resolve) => {
        const force = setTimeout(() => child.kill("SIGKILL"), 15_000);
        child.once("exit", () => {
          clearTimeout(force);
          resolve(null);
        });
        child.kill("SIGTERM");
      });
    }),
  );
}

function isTaken(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
