import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import { drawSprite, imagesAt, type Sprite } from "@archipel/map-style/sprite.ts";
import type { FastifyReply } from "fastify";
import { isKnown } from "./etags.ts";
import { type CoreAlone, type HttpRequest, notFound } from "./route.ts";

const FILE = /^([^.@]+)(?:@2x)?\.(json|png)$/;

/**
 * Icons and patterns as one picture with its index, for styles in other programs. The address lists the images, so nothing is stored and
 * nothing belongs to anyone. Both resolutions are the same sheet: the index states the resolution of each image.
 */
export function sprite(_: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const [, address = "", kind] = FILE.exec(request.params.file ?? "") ?? [];
  const images = imagesAt(address);
  if (!images) throw notFound("no-such-address");
  const sheet = drawSprite(images);
  const body = kind === "json" ? JSON.stringify(sheet.index) : pngOf(sheet);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 16)}"`;
  reply.header("cache-control", "public, max-age=86400, stale-while-revalidate=604800").header("etag", etag);
  if (isKnown(request, etag)) return reply.status(304).send();
  return reply.type(kind === "json" ? "application/json; charset=utf-8" : "image/png").send(body);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** 8 bits for each channel, RGBA, no interlacing. */
const FORMAT = [8, 6, 0, 0, 0];

/** An unfiltered PNG. */
function pngOf({ width, height, data }: Sprite): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set(FORMAT, 8);
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  return Buffer.concat([SIGNATURE, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
