import { type ReadRange, readExactly } from "@archipel/pointcloud/byte-io.ts";
import { assertPlausibleChunk, CloudError, LIMITS } from "@archipel/pointcloud/cloud-error.ts";
import { type CopcNode, keyText, readHierarchyPage } from "@archipel/pointcloud/copc/hierarchy.ts";
import { readCopcInfo } from "@archipel/pointcloud/copc/info.ts";
import type { Field } from "@archipel/pointcloud/las/columns.ts";
import { GLOBAL_ENCODING } from "@archipel/pointcloud/las/header.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { batchDecoder, encodingOf } from "@archipel/pointcloud/point-batches.ts";
import { cutSection } from "./cut-section.ts";
import { packPoints } from "./decode-node.ts";
import type { Task, TaskResults, TileHeader } from "./messages.ts";
import { readAhead } from "./read-range.ts";

/**
 * Does what the page asks for.
 *
 * @param read reads ranges of the tile
 * @throws CloudError, or the error of `read`
 */
export async function runTask(task: Task, read: ReadRange): Promise<TaskResults[Task["kind"]]> {
  switch (task.kind) {
    case "open":
      return openTile(read);
    case "page":
      return readPage(read, task.page);
    case "node":
      return packPoints(await pointsOf(read, task.header, task.node, task.fields), task);
    case "section":
      return cutSection(await pointsOf(read, task.header, task.node, ["classification"]), task.header, task.corridor);
  }
}

async function openTile(from: ReadRange): Promise<TaskResults["open"]> {
  const read = readAhead(from);
  const cloud = await openCloud(read);
  const info = readCopcInfo(cloud.records);
  if (!cloud.laszip) throw new CloudError("copc-broken", "the points of a COPC file must be compressed", 104);
  const { scale, offset, min, max, globalEncoding } = cloud.header;
  const header: TileHeader = {
    encoding: encodingOf(cloud),
    scale,
    offset,
    min,
    max,
    info,
    hasDates: (globalEncoding & GLOBAL_ENCODING.standardTime) !== 0,
  };
  return { header, page: await readPage(read, info.rootPage) };
}

async function readPage(read: ReadRange, { offset, length }: { offset: number; length: number }): Promise<TaskResults["page"]> {
  if (length > LIMITS.pageBytes) throw new CloudError("too-large", "the hierarchy is too large", offset);
  return readHierarchyPage(await readExactly(read, offset, length, "the hierarchy"), offset);
}

async function pointsOf(read: ReadRange, { encoding }: TileHeader, node: CopcNode, fields: readonly Field[]) {
  assertPlausibleChunk(node.length, node.points, encoding.format.size + encoding.extraBytes, node.offset);
  const bytes = await readExactly(read, node.offset, node.length, `the node ${keyText(node)}`);
  return batchDecoder(encoding).decode(bytes, node.points, new Set(fields));
}
