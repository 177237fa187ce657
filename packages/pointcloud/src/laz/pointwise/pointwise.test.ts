import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrom } from "../../byte-io.ts";
import { writeRecords } from "../../las/records.ts";
import { openCloud } from "../../open-cloud.ts";
import { pointBatches } from "../../point-batches.ts";
// Written by LASzip 3.5: 50 odd points of each format, with the hash of their records.
import files from "../../testing/older-laz.json" with { type: "json" };

async function recordsOf(file: Uint8Array): Promise<Buffer> {
  const cloud = await openCloud(readFrom(file));
  const batches: Uint8Array[] = [];
  for await (const batch of pointBatches(cloud)) batches.push(writeRecords(batch, cloud.format, cloud.extraBytes));
  return Buffer.concat(batches);
}

describe("a LAZ file of an older format", () => {
  it.each(files)("$format is read as LASzip wrote it", async ({ format, points, sha256, laz }) => {
    const file = Buffer.from(laz, "base64");
    expect((await openCloud(readFrom(file))).header).toMatchObject({ pointFormat: format, pointCount: points, isCompressed: true });
    expect(
      createHash("sha256")
        .update(await recordsOf(file))
        .digest("hex"),
    ).toBe(sha256);
  });

  it("that is broken gives points or an error, never a crash", async () => {
    const file = Buffer.from(files[5]?.laz ?? "", "base64");
    const changes = fc.array(fc.record({ at: fc.integer({ min: 227, max: file.length - 1 }), value: fc.nat(255) }), {
      minLength: 1,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 227, max: file.length }), async (bytes, kept) => {
        const broken = Uint8Array.from(file.subarray(0, kept));
        for (const { at, value } of bytes) broken[at] = value;
        await recordsOf(broken).catch((error) => expect(error).toHaveProperty("name", "CloudError"));
      }),
      { numRuns: 200 },
    );
  });
});
