// Child of bench/copc.ts: writes one COPC file and prints what that took as JSON.
import { open } from "node:fs/promises";
import path from "node:path";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { rangesOf, sinkOf, temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { ThreadPool } from "@archipel/pointcloud/node/thread-pool.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";

const [input = "", output = "", threads = "2"] = process.argv.slice(2);
const source = await open(input);
const target = await open(output, "w+");
const storage = await temporaryFile(path.dirname(output));
const pool = new ThreadPool(Number(threads));
const start = performance.now();
let half = 0;
const result = await writeCopc(await openCloud(rangesOf(source)), sinkOf(target), storage, pool, {
  onProgress: (fraction) => {
    if (fraction <= 0.5) half = performance.now();
  },
});
const end = performance.now();
const { user, system } = process.cpuUsage();
await pool.close();
await Promise.all([source.close(), target.close(), storage.close()]);
const cpu = (user + system) / 1e6;
console.log(
  JSON.stringify({ ...result, cpu, seconds: (end - start) / 1000, distributing: (half - start) / 1000, building: (end - half) / 1000 }),
);
