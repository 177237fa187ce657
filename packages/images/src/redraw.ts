import { Readable } from "node:stream";
import { type DrawnImage, defaultImageLimits, ImageError, type ImageFormat, type RedrawOptions, type WantedImage } from "./model.ts";
import { runImageChild } from "./sandbox/process.ts";

/**
 * Decodes an image in a limited child process and draws it again: only pixels of the file remain (no metadata, no script, no trailing bytes).
 *
 * @param format what `sniffImage` found; the file must be of it
 * @param file all bytes of the file
 * @returns the wanted pictures, in their order
 * @throws ImageError when the file is broken, too large, too heavy, or an SVG with parts that are not drawn; the reason of an aborted `signal`
 */
export async function redrawImage(
  format: ImageFormat,
  file: Readable,
  wanted: readonly WantedImage[],
  { limits, signal, onUsage }: RedrawOptions = {},
): Promise<DrawnImage[]> {
  const all = { ...defaultImageLimits, ...limits };
  return runImageChild({ kind: "draw", format, pixels: all.pixels, wanted }, file, all, { signal, onUsage });
}

/**
 * Encodes plain pixels as WebP, in a limited child process: the pixels may come from a hostile file.
 *
 * @param rgba four bytes for each pixel: red, green, blue, alpha
 * @throws ImageError
 */
export async function encodeWebp(rgba: Buffer, width: number, height: number, quality: number): Promise<Buffer> {
  const request = { kind: "encode", width, height, format: "webp", quality } as const;
  const [image] = await runImageChild(request, Readable.from([rgba]), defaultImageLimits);
  if (!image) throw new ImageError({ reason: "heavy", detail: "no picture" });
  return image.content;
}
