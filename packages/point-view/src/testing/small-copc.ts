import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";

/** A COPC file of a square kilometre of an invented town in Lambert-93. Format 8 has colours and near infrared. */
export async function smallCopc(points: number, format = 8): Promise<Uint8Array> {
  const batch = syntheticPoints({ format, extraBytes: 0, total: points, seed: 1 }, 0, points);
  const sink = new MemorySink();
  const file = await cloudFile({ format, extraBytes: 0, compression: "none", header: { globalEncoding: 17 } }, [batch]);
  await writeCopc(await openCloud(readFrom(file)), sink, memoryStorage(), inThisThread());
  return sink.bytes();
}
