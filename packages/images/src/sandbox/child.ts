import { buffer } from "node:stream/consumers";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { type DrawnImage, ImageError } from "../model.ts";
import { drawImages, encodePixels } from "./draw.ts";
import { loadSharp } from "./load-sharp.ts";
import type { ImageReply, ImageRequest } from "./requests.ts";

/** Entry of the child process: answers one request, then exits. It never sees a second file, so nothing of the first can reach another one. */
async function main(): Promise<void> {
  const input = await buffer(process.stdin);
  const end = input.indexOf("\n");
  const request = JSON.parse(input.toString("utf8", 0, end)) as ImageRequest;
  try {
    const images = await answer(request, input.subarray(end + 1));
    reply({ ok: true, images: images.map(({ content, ...image }) => ({ ...image, bytes: content.length })) }, images);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    reply({ ok: false, fault: error.fault }, []);
  }
}

async function answer(request: ImageRequest, file: Buffer): Promise<DrawnImage[]> {
  const sharp = loadSharp();
  return request.kind === "draw" ? drawImages(sharp, request, file) : [await encodePixels(sharp, request, file)];
}

function reply(head: ImageReply, images: readonly DrawnImage[]): void {
  writeAll(1, Buffer.from(`${JSON.stringify(head)}\n`));
  for (const { content } of images) writeAll(1, content);
}

await main();
