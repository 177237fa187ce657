import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { openSource, partsOf, readParts } from "@archipel/pointcloud/clip/source.ts";
import { expect, type Page } from "@playwright/test";
import { entriesOfZip } from "./zip.ts";

/** The archive behind the button, checked by its sums; the points of its cloud, read by our own reader. */
export async function openArchive(page: Page, press: () => Promise<void>) {
  const downloading = page.waitForEvent("download");
  await press();
  const files = new Map(
    [...entriesOfZip(await readFile(await (await downloading).path()))].map(([name, bytes]) => [name.split("/").at(-1) ?? "", bytes]),
  );
  const sums = files.get("SHA256SUMS")?.toString().trim().split("\n") ?? [];
  expect(sums.length).toBe(files.size - 1);
  for (const line of sums) {
    const [sum, name] = line.split("  ");
    expect(
      createHash("sha256")
        .update(files.get(name ?? "") ?? "")
        .digest("hex"),
      name,
    ).toBe(sum);
  }
  const cloud = [...files].find(([name]) => name.endsWith(".laz"));
  const source = await openSource(readFrom(cloud?.[1] ?? Buffer.alloc(0)));
  let count = 0;
  for await (const points of readParts(source, await partsOf(source, { area: undefined, spacing: undefined }), new Set()))
    count += points.count;
  return { files, count, header: source.cloud.header, isOctree: source.octree !== undefined };
}
