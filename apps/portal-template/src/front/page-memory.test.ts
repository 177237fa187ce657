import { randomBytes } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PageMemory, StoredPage } from "./page-memory.ts";

const stored = (portalId: string, bytes = 1000, expiresAt = Number.POSITIVE_INFINITY) =>
  StoredPage.of({ status: 200, etag: 'W/"a"', headers: {}, portalId, expiresAt }, randomBytes(bytes));

describe("PageMemory", () => {
  test("holds its bytes, and forgets what was used longest ago", async () => {
    const memory = new PageMemory(50_000);
    for (let index = 0; index < 40; index++) {
      memory.set(`${index}`, await stored(`portal ${index % 3}`));
      expect(memory.get("0")).toBeDefined();
      expect(memory.bytes).toBeLessThanOrEqual(50_000);
    }
    expect(memory.get("1")).toBeUndefined();
    expect(memory.get("39")).toBeDefined();
    expect(memory.size).toBeGreaterThan(8);
  });

  test("keeps no page that would take an eighth of it", async () => {
    const memory = new PageMemory(50_000);
    memory.set("a", await stored("p"));
    memory.set("b", await stored("p", 10_000));
    expect([memory.size, memory.get("b")]).toEqual([1, undefined]);
  });

  test("forgets the pages of one portal, and those whose time has come", async () => {
    let now = 0;
    const memory = new PageMemory(1_000_000, () => now);
    memory.set("a", await stored("p"));
    memory.set("b", await stored("q"));
    memory.set("c", await stored("p", 1000, 10));
    now = 10;
    expect(memory.get("c")).toBeUndefined();
    memory.deletePortal("p");
    expect([memory.get("a"), memory.get("b") !== undefined, memory.size]).toEqual([undefined, true, 1]);
    memory.clear();
    expect([memory.size, memory.bytes]).toEqual([0, 0]);
  });

  test("keeps and counts each encoding since somebody asked for it, and sends the same text in all", async () => {
    const memory = new PageMemory(1_000_000);
    const text = "<p>é</p>".repeat(2000);
    const page = await StoredPage.of({ status: 200, etag: 'W/"a"', headers: {}, portalId: "p", expiresAt: 1e15 }, Buffer.from(text));
    memory.set("a", page);
    const before = memory.bytes;
    const brotli = await page.body("br");
    expect(memory.bytes).toBe(before + brotli.length);
    expect(brotliDecompressSync(brotli).toString()).toBe(text);
    expect(gunzipSync(await page.body("gzip")).toString()).toBe(text);
    const plain = await page.body("identity");
    expect(plain.toString()).toBe(text);
    expect(page.body("identity"), "it is not unpacked again").toBe(plain);
    expect(memory.bytes).toBe(before + brotli.length + plain.length);
    for (const kept of [brotli, plain, await page.body("gzip")])
      expect(kept.buffer.byteLength, "no larger buffer stays with it").toBe(kept.length);
    memory.clear();
    expect(memory.bytes).toBe(0);
  });
});
