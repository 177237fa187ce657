import { spriteAddress } from "@archipel/map-style/sprite.ts";
import fastify from "fastify";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Core } from "../kernel/core.ts";
import { sendError } from "./errors.ts";
import { basemap } from "./routes.ts";

const app = fastify({ routerOptions: { maxParamLength: 2000 } });
app.setErrorHandler(sendError);
// Sprites use no other part of the platform.
await basemap.register(app, { env: { ARCHIPEL_BASEMAP_PMTILES: "/nowhere" } } as Core);

test("a sprite has the images of its address, in both files and resolutions", async () => {
  const address = spriteAddress(["icon/house", "pattern/dots/aa00bb", "overlay/hatch/d33c2c/ffffff"]);
  const index = await app.inject(`/sprites/${address}.json`);
  expect(Object.keys(index.json()).toSorted()).toEqual(["icon/house", "overlay/hatch/d33c2c/ffffff", "pattern/dots/aa00bb"]);
  const picture = await app.inject(`/sprites/${address}@2x.png`);
  expect(picture.headers["content-type"]).toBe("image/png");
  const { data, info } = await sharp(picture.rawPayload).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(4);
  const { x, y, width } = index.json()["pattern/dots/aa00bb"];
  const seen = new Set<string>();
  for (let row = 0; row < width; row++) {
    for (let column = 0; column < width; column++) {
      const at = ((y + row) * info.width + x + column) * 4;
      if (data[at + 3] === 255) seen.add(data.subarray(at, at + 3).toString("hex"));
    }
  }
  expect([...seen]).toEqual(["aa00bb"]);
});

test("a sprite that the client has is not sent again", async () => {
  const { etag } = (await app.inject("/sprites/house.png")).headers;
  expect((await app.inject({ url: "/sprites/house.png", headers: { "if-none-match": `W/${etag}` } })).statusCode).toBe(304);
  expect((await app.inject("/sprites/tree.png")).headers.etag).not.toBe(etag);
});

test("other addresses are not found", async () => {
  for (const file of ["house", "house.gif", ".png", "sun.png", "hatch~zz0000.json", "house@3x.png", `${"house,".repeat(330)}house.png`])
    expect((await app.inject(`/sprites/${file}`)).statusCode, file).toBe(404);
});
