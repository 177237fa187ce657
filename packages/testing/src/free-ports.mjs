// JavaScript, because scripts need it before Node 24 is installed. Its types are in free-ports.d.mts.
import { createServer } from "node:net";

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

function listening(host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => resolve(server));
  });
}
