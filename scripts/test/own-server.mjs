// A cluster for one test, which stops, starts and changes it. It prints a line of JSON when it runs, and one after each word on its standard input:
// `stop`, `start`, `standby` (starts, and takes no connection before it is promoted) and `reading` (starts, and takes connections that only read).
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { ended, startPostgres, startServer, untilReady } from "./postgres.mjs";

const cluster = await startPostgres({ isReplicated: true });
const { bin, account, folder, port, settings } = cluster;
const data = path.join(folder, "data");
const signal = path.join(data, "standby.signal");
let { server } = cluster;

const start = (more = {}) => {
  server = startServer({ bin, account, folder, data, settings: { ...settings, ...more } });
};
const words = {
  stop: () => ended(server),
  async start() {
    rmSync(signal, { force: true });
    start();
    await untilReady(bin, port);
  },
  async standby() {
    writeFileSync(signal, "");
    start({ hot_standby: "off" });
  },
  async reading() {
    writeFileSync(signal, "");
    start();
    await untilReady(bin, port);
  },
};
const report = () => console.log(JSON.stringify({ pid: server.pid, url: cluster.url, adminUrl: cluster.adminUrl, account }));
report();
async function end() {
  await ended(server);
  await cluster.stop();
  process.exit(0);
}
// The input closes when the test's process is killed.
createInterface({ input: process.stdin })
  .on("line", async (word) => {
    await words[word]?.();
    report();
  })
  .on("close", end);
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, end);
