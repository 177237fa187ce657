import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_FIELDS, emptyColumns, FIELDS, type PointColumns } from "../las/columns.ts";
import { pointFormat } from "../las/point-format.ts";
import { writeRecords } from "../las/records.ts";
import { oddPoints, syntheticPoints, type Wildness } from "../testing/synthetic-cloud.ts";
import { ChunkDecoder } from "./decode-chunk.ts";
import { ChunkEncoder } from "./encode-chunk.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Rows of points as bytes: what must come back, to the bit. */
function rows(columns: PointColumns, format: number, extraBytes: number): string {
  return hex(writeRecords(columns, pointFormat(format), extraBytes));
}

describe("a chunk of layers", () => {
  it("with one point has two empty messages", () => {
    const columns = emptyColumns(1, pointFormat(6), 0);
    columns.x[0] = 77;
    const bytes = new ChunkEncoder(pointFormat(6), 0).encode(columns);
    expect(hex(bytes)).toBe(`${rows(columns, 6, 0)}01000000${"04000000".repeat(2)}${"00000000".repeat(7)}${"01000000".repeat(2)}`);
    expect(rows(new ChunkDecoder(pointFormat(6), 0).decode(bytes, 1), 6, 0)).toBe(rows(columns, 6, 0));
  });

  it("with two points has the bytes that LASzip writes", () => {
    const columns = emptyColumns(2, pointFormat(6), 0);
    columns.x.set([100, 103]);
    columns.y.set([0, -5]);
    columns.z.set([0, 7]);
    columns.returns?.set([0x11, 0x11]);
    columns.classification?.set([0, 2]);
    columns.gpsTime?.set([1, 1.5]);
    const bytes = new ChunkEncoder(pointFormat(6), 0).encode(columns);
    const sizes = [6, 5, 5, 0, 0, 0, 0, 0, 11].map((size) => `${size.toString(16).padStart(2, "0")}000000`).join("");
    expect(hex(bytes.subarray(30))).toBe(`02000000${sizes}20270e0000001d160000000200000000${"5239ae4cb0000001000000"}`);
  });

  it.each([6, 7, 8])("of format %i returns every bit of any points", (format) => {
    const encoders = [0, 1, 3, 27].map((extraBytes) => ({
      extraBytes,
      encoder: new ChunkEncoder(pointFormat(format), extraBytes),
      decoder: new ChunkDecoder(pointFormat(format), extraBytes),
    }));
    const channels = fc.constantFrom<number[]>([0], [2], [0, 1], [3, 0, 2, 1], [0, 0, 0, 0, 0, 1]);
    const wildness = fc.constantFrom<Wildness>("constant", "calm", "wild");
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 1500 }),
        wildness,
        channels,
        fc.constantFrom(...encoders),
        (seed, count, wild, own, coder) => {
          const columns = oddPoints(format, coder.extraBytes, count, seed, wild, own);
          const bytes = coder.encoder.encode(columns);
          expect(rows(coder.decoder.decode(bytes, count), format, coder.extraBytes)).toBe(rows(columns, format, coder.extraBytes));
        },
      ),
      { numRuns: 120 },
    );
  });

  it("of 120,000 points reaches the halving of all counts", () => {
    const columns = syntheticPoints({ format: 7, extraBytes: 2, total: 120_000, seed: 3 }, 0, 120_000);
    const bytes = new ChunkEncoder(pointFormat(7), 2).encode(columns);
    expect(bytes.length).toBeLessThan(120_000 * 14);
    expect(rows(new ChunkDecoder(pointFormat(7), 2).decode(bytes, 120_000), 7, 2)).toBe(rows(columns, 7, 2));
  });

  it("can be read without the layers that nobody wants", () => {
    const columns = oddPoints(8, 2, 900, 5, "calm");
    const bytes = new ChunkEncoder(pointFormat(8), 2).encode(columns);
    const decoder = new ChunkDecoder(pointFormat(8), 2);
    for (const field of FIELDS) {
      const only = decoder.decode(bytes, 900, new Set([field]));
      expect([...only.z]).toEqual([...columns.z]);
      for (const other of [
        "intensity",
        "returns",
        "flags",
        "classification",
        "userData",
        "scanAngle",
        "pointSource",
        "gpsTime",
        "nir",
        "extra",
      ] as const) {
        expect(only[other]).toEqual(other === field ? columns[other] : undefined);
      }
      expect(only.blue).toEqual(field === "rgb" ? columns.blue : undefined);
    }
  });

  it("that is broken never reads beyond its bytes", () => {
    const columns = oddPoints(7, 1, 300, 9, "wild");
    const bytes = new ChunkEncoder(pointFormat(7), 1).encode(columns);
    const decoder = new ChunkDecoder(pointFormat(7), 1);
    const change = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), fc.nat(bytes.length), (changes, kept) => {
        const broken = bytes.slice(0, kept);
        for (const { at, value } of changes) if (at < kept) broken[at] = value;
        try {
          expect(decoder.decode(broken, 300, ALL_FIELDS).count).toBe(300);
        } catch (error) {
          expect(error).toHaveProperty("name", "CloudError");
        }
      }),
      { numRuns: 200 },
    );
  });
});
