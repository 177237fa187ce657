// JavaScript, because scripts need it before Node 24 is installed. Its types are in free-ports.d.mts.
import { createServer } from "node:net";

/**
 * Systems give outgoing connections ports from 32768 on (Linux) or from 49152 on: a connection could take one of those before the caller
 * listens there, which can be minutes later. Browsers block no port of this range.
 */
const FIRST = 20_000;
const LAST = 32_767;
/** Attempts for each port before the system chooses: some machines use the whole range. */
const ATTEMPTS = 50;

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
    const server = await listen(FIRST + Math.floor(Math.random() * (LAST - FIRST + 1)), host).catch((error) => {
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    });
    if (server) return server;
  }
  return await listen(0, host);
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
