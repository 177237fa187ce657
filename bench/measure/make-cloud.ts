// Child of bench/copc.ts: writes a synthetic cloud. A process of its own, so that its memory does not count.
import { open } from "node:fs/promises";
import { wktRecord } from "@archipel/pointcloud/las/crs.ts";
import { newHeader } from "@archipel/pointcloud/las/header.ts";
import { sinkOf } from "@archipel/pointcloud/node/files.ts";
import { LAMBERT_93 } from "@archipel/pointcloud/testing/cloud-file.ts";
import { SYNTHETIC, syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { CloudWriter } from "@archipel/pointcloud/write-cloud.ts";

const [file = "", points = "1000000", format = "6", compression = "none"] = process.argv.slice(2);
const [total, pointFormat] = [Number(points), Number(format)];
const handle = await open(file, "w+");
const header = newHeader({ pointFormat, scale: [...SYNTHETIC.scale], offset: [...SYNTHETIC.offset] });
const cloud = { header, records: [wktRecord(LAMBERT_93)], extraBytes: 0, compression: compression === "none" ? "none" : "fixed" } as const;
const writer = new CloudWriter(sinkOf(handle), cloud);
for (let first = 0; first < total; first += 50_000) {
  await writer.add(syntheticPoints({ format: pointFormat, extraBytes: 0, total, seed: 1 }, first, Math.min(50_000, total - first)));
}
await writer.finish();
await handle.close();
