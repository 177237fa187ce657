// JavaScript, because scripts need it before Node 24 is installed. Its types are in free-ports.d.mts.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { isRunning } from "./is-running.mjs";

/**
 * Systems give outgoing connections ports from 32768 on (Linux), from 49152 on, or from 16000 on (gVisor): a connection could take one of
 * those before the caller listens there, which can be minutes later. Browsers block no port of this range.
 */
const FIRST = 10_100;
const LAST = 15_999;
/** Attempts for each port before the system chooses: some machines use the whole range. */
const ATTEMPTS = 50;
/** A file for each port, with the process that has it: another process could take it before the first one listens there. */
const RESERVED = path.join(process.env.ARCHIPEL_TEST_CACHE ?? tmpdir(), `archipel-ports-${userInfo().uid}`);

export async function freePorts(count, host = "127.0.0.1") {
  const servers = await Promise.all(Array.from({ length: count }, () => listening(host)));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export async function freePort(host) {
  const [port] = await freePorts(1, host);
  return port;
}

async function listening(host) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (!reserve(port)) continue;
    const server = await listen(port, host).catch((error) => {
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    });
    if (server) return server;
  }
  return await listen(0, host);
}

/** Whether this process has the port from now on, until it ends. */
function reserve(port) {
  const file = path.join(RESERVED, String(port));
  mkdirSync(RESERVED, { recursive: true });
  try {
    // A file that is still empty belongs to a process that is writing it: process 0 is this one's group.
    if (isRunning(Number(readFileSync(file, "utf8")))) return false;
    rmSync(file, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
