import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { writePmtiles } from "@archipel/basemap/pmtiles-writer.ts";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Core } from "../kernel/core.ts";
import { basemap } from "./routes.ts";

const app = fastify();
let folder: string;
const body = new TextEncoder().encode("a tile of the world");

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "basemap-"));
  const file = path.join(folder, "basemap.pmtiles");
  await writeFile(
    file,
    writePmtiles([{ z: 3, x: 4, y: 2, data: body }], {
      minZoom: 0,
      maxZoom: 14,
      bounds: [-180, -85, 180, 85],
      metadata: {
        vector_layers: [],
        attribution: "someone",
        overview_attribution: "the world",
        overview_maxzoom: 6,
        detail_minzoom: 7,
        detail_bounds: [-6, 46, -5, 47],
      },
    }),
  );
  // The basemap uses no other part of the platform.
  await basemap.register(app, { env: { ARCHIPEL_BASEMAP_PMTILES: file } } as Core);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

describe("the basemap's routes", () => {
  it("describes the world and the detailed part, and both name the same tiles", async () => {
    const world = (await app.inject("/basemap.json")).json();
    const detail = (await app.inject("/basemap/detail.json")).json();
    expect(world).toMatchObject({ tilejson: "2.2.0", maxzoom: 6, attribution: "the world" });
    expect(detail).toMatchObject({ minzoom: 7, maxzoom: 14, bounds: [-6, 46, -5, 47], tiles: world.tiles, attribution: "someone" });
  });

  it("sends a tile as stored, or unpacked to clients without gzip", async () => {
    const packed = await app.inject({ url: "/basemap/3/4/2.mvt", headers: { "accept-encoding": "gzip" } });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(packed.rawPayload).toString()).toBe("a tile of the world");
    const plain = await app.inject({ url: "/basemap/3/4/2.mvt" });
    expect(plain.body).toBe("a tile of the world");
    expect(plain.headers["cache-control"]).toContain("immutable");
  });

  it("answers 304, 204 and 404 where appropriate", async () => {
    const { etag } = (await app.inject("/basemap/3/4/2.mvt")).headers;
    expect((await app.inject({ url: "/basemap/3/4/2.mvt", headers: { "if-none-match": String(etag) } })).statusCode).toBe(304);
    expect((await app.inject("/basemap/3/4/3.mvt")).statusCode).toBe(204);
    for (const url of ["/basemap/3/8/0.mvt", "/basemap/99/0/0.mvt", "/basemap/3/a/0.mvt", "/basemap/3/4/2.png"]) {
      expect((await app.inject(url)).statusCode, url).toBe(404);
    }
  });
});
