import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { smallCopc } from "../testing/small-copc.ts";
import { BASE_FIELDS } from "./decode-node.ts";
import type { NodePoints, SectionPoints, TaskResults } from "./messages.ts";
import { ReadError, rangeReader, readAhead } from "./read-range.ts";
import { runTask } from "./run-task.ts";

async function opened(points = 30_000) {
  const read = readFrom(await smallCopc(points));
  const { header, page } = (await runTask({ kind: "open", url: "" }, read)) as TaskResults["open"];
  const node = page.nodes.find(({ level }) => level === 0);
  if (!node) throw new Error("there is no root");
  return { read, header, page, node };
}

describe("a tile", () => {
  it("is opened with few reads", async () => {
    const bytes = await smallCopc(30_000);
    const read = vi.fn(readFrom(bytes));
    const { header, page } = (await runTask({ kind: "open", url: "" }, read)) as TaskResults["open"];
    expect(read.mock.calls.length).toBeLessThanOrEqual(4);
    expect(page.nodes.reduce((sum, { points }) => sum + points, 0)).toBe(30_000);
    expect(header.hasDates).toBe(true);
    expect(structuredClone(header)).toEqual(header);
  });

  it("gives points relative to a corner, with class, return, intensity and colours", async () => {
    const { read, header, node } = await opened();
    const corner: [number, number, number] = [292_000, 6_832_000, 50];
    const task = {
      kind: "node" as const,
      url: "",
      header,
      node,
      corner,
      fields: [...BASE_FIELDS, "rgb" as const, "nir" as const, "gpsTime" as const],
      period: [300_000_000, 300_000_010] as const,
    };
    const { count, positions, codes, measures, colours } = (await runTask(task, read)) as NodePoints;
    expect(count).toBe(node.points);
    for (let i = 0; i < count; i += 51) {
      expect(positions[3 * i]).toBeGreaterThanOrEqual(0);
      expect(positions[3 * i]).toBeLessThan(1000);
      expect([2, 5, 6]).toContain(codes[4 * i]);
      expect(codes[4 * i + 1]).toBeLessThanOrEqual(codes[4 * i + 2] as number);
      expect(measures[2 * i]).toBeGreaterThanOrEqual(300);
      expect([90, 180]).toContain(colours?.[4 * i]);
      expect([60, 200]).toContain(colours?.[4 * i + 3]);
    }
    const shares = Array.from({ length: count }, (_, i) => measures[2 * i + 1] as number);
    expect(Math.max(...shares)).toBeGreaterThan(60_000 * 0.8);
  });

  it("mixes its points, so that the first ones are a fair sample", async () => {
    const { read, header, node } = await opened();
    const { count, positions } = (await runTask(
      { kind: "node", url: "", header, node, corner: [292_000, 6_832_000, 0], fields: BASE_FIELDS, period: null },
      read,
    )) as NodePoints;
    const few = Math.floor(count / 20);
    const quarters = [0, 0, 0, 0];
    for (let i = 0; i < few; i++) {
      const quarter = ((positions[3 * i] as number) < 500 ? 0 : 1) + ((positions[3 * i + 1] as number) < 500 ? 0 : 2);
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    for (const quarter of quarters) expect(quarter).toBeGreaterThan(few / 8);
  });

  it("gives the points of a corridor with their distance along its line", async () => {
    const { read, header, node } = await opened();
    const corridor = { from: [292_100, 6_832_500] as const, to: [292_900, 6_832_500] as const, width: 20 };
    const { along, heights, classes } = (await runTask({ kind: "section", url: "", header, node, corridor }, read)) as SectionPoints;
    // A corridor of 800 × 20 m of a square kilometre.
    expect(along.length).toBeGreaterThan(node.points * 0.016 * 0.7);
    expect(along.length).toBeLessThan(node.points * 0.016 * 1.3);
    expect(heights).toHaveLength(along.length);
    expect(classes).toHaveLength(along.length);
    expect(Math.max(...along)).toBeLessThanOrEqual(800);
    expect(Math.min(...along)).toBeGreaterThanOrEqual(0);
  });

  it("that is broken is an error", async () => {
    const bytes = await smallCopc(5000);
    await expect(runTask({ kind: "open", url: "" }, readFrom(bytes.slice(0, 500)))).rejects.toThrow("ends inside");
    await expect(runTask({ kind: "open", url: "" }, readFrom(new Uint8Array(4000)))).rejects.toThrow("LASF");
  });
});

describe("reading ranges", () => {
  const answering = (status: number, body: Uint8Array<ArrayBuffer> = new Uint8Array(4)) =>
    vi.fn(async () => new Response(status === 416 ? null : body, { status })) as unknown as typeof fetch & ReturnType<typeof vi.fn>;

  it("asks for the bytes and counts them", async () => {
    const get = answering(206);
    const onRead = vi.fn();
    expect(await rangeReader("/a", undefined, onRead, get)(10, 4)).toHaveLength(4);
    expect(get.mock.calls[0]?.[1]).toMatchObject({ headers: { range: "bytes=10-13" }, credentials: "same-origin" });
    expect(onRead).toHaveBeenCalledWith(4);
  });

  it("says why it failed", async () => {
    const failure = async (get: typeof fetch) => {
      const error = await rangeReader("/a", undefined, () => {}, get)(0, 4).catch((problem: unknown) => problem);
      return error instanceof ReadError ? error.failure : error;
    };
    expect(await failure(answering(404))).toBe("refused");
    expect(await failure(answering(403))).toBe("refused");
    expect(await failure(answering(503))).toBe("network");
    expect(await failure(answering(200))).toBe("no-ranges");
    expect(await failure(vi.fn(() => Promise.reject(new TypeError("failed to fetch"))))).toBe("network");
  });

  it("gives nothing beyond the end", async () => {
    expect(await rangeReader("/a", undefined, () => {}, answering(416))(1e9, 4)).toHaveLength(0);
  });

  it("reads ahead: small pieces beside each other cost one request, and are what the file has", async () => {
    const file = new Uint8Array(50_000).map((_, i) => i ^ (i >> 8));
    const pieces = fc.tuple(fc.nat(50_500), fc.nat(1500));
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (asked) => {
        const fast = readAhead(readFrom(file), 1000);
        for (const [offset, length] of asked)
          expect(await fast(offset, length)).toEqual(file.subarray(Math.min(offset, 50_000), Math.min(offset + length, 50_000)));
      }),
    );
    const read = vi.fn(readFrom(file));
    const fast = readAhead(read, 1000);
    await Promise.all([fast(3, 2), fast(500, 2), fast(40_000, 60), fast(40_060, 900)]);
    expect(read).toHaveBeenCalledTimes(2);
    await fast(1003, 2);
    await fast(5000, 1001);
    expect(read).toHaveBeenCalledTimes(4);
  });
});
