import type sharpModule from "sharp";
import type { Sharp, SharpOptions } from "sharp";
import { type DrawnImage, ImageError, type ImageFormat, type WantedImage } from "../model.ts";
import type { ImageRequest } from "./requests.ts";
import { faultOfSvg } from "./svg-faults.ts";
import { svgText } from "./svg-text.ts";

/** Dots per inch at which a pixel of an SVG is a pixel. */
const SVG_DENSITY = 72;
const MOST_DENSITY = 2_400;

/**
 * Decodes an image and makes the wanted pictures of it, upright and without metadata. Its size is checked in its header, before any pixel is
 * decoded. The second picture and the next ones are made from the first, so that the file is decoded once.
 *
 * @throws ImageError
 */
export async function drawImages(
  sharp: typeof sharpModule,
  request: Extract<ImageRequest, { kind: "draw" }>,
  file: Buffer,
): Promise<DrawnImage[]> {
  const { format, pixels, wanted } = request;
  const source = format === "svg" ? checkedSvg(file) : file;
  const metadata = await readable(() => sharp(source, { limitInputPixels: false }).metadata());
  if (metadata.format !== (format === "avif" ? "heif" : format)) throw broken();
  const size = { width: metadata.width, height: metadata.height };
  const [first] = wanted;
  const density = format === "svg" && first ? densityFor(size, first) : null;
  const scale = density === null ? 1 : density / SVG_DENSITY;
  if (size.width * scale * size.height * scale > pixels) throw new ImageError({ reason: "pixels", ...size });
  const drawn: DrawnImage[] = [];
  for (const one of wanted) {
    const options: SharpOptions = { limitInputPixels: pixels, failOn: "error", ...(density === null ? {} : { density }) };
    const image = drawn[0] ? sharp(drawn[0].content) : sharp(source, options).autoOrient();
    drawn.push(await readable(() => drawOne(image, one, format)));
  }
  return drawn;
}

async function drawOne(image: Sharp, wanted: WantedImage, read: ImageFormat): Promise<DrawnImage> {
  const { width, height, fit, quality, background } = wanted;
  const format = wanted.format[read];
  if (!format) throw new ImageError({ reason: "format" });
  const sized = image.resize({ width, height, fit, withoutEnlargement: true });
  const opaque = background === undefined ? sized : sized.flatten({ background });
  const written = opaque.toFormat(format, quality === undefined ? { compressionLevel: 9 } : { quality });
  const { data, info } = await written.toBuffer({ resolveWithObject: true });
  return { format, width: info.width, height: info.height, content: data };
}

/** Encodes plain pixels. */
export async function encodePixels(
  sharp: typeof sharpModule,
  { width, height, format, quality }: Extract<ImageRequest, { kind: "encode" }>,
  rgba: Buffer,
): Promise<DrawnImage> {
  const image = sharp(rgba, { raw: { width, height, channels: 4 } }).toFormat(format, { quality });
  return { format, width, height, content: await readable(() => image.toBuffer()) };
}

/** The density at which an SVG fills the box, whatever size it declares. */
function densityFor(size: { width: number; height: number }, box: { width: number; height: number }): number {
  const scale = Math.min(box.width / Math.max(size.width, 1), box.height / Math.max(size.height, 1));
  return Math.min(Math.max(SVG_DENSITY * scale, 1), MOST_DENSITY);
}

/** The text that was examined is the one that is drawn. */
function checkedSvg(file: Buffer): Buffer {
  const text = svgText(file);
  if (text === null) throw broken();
  const fault = faultOfSvg(text);
  if (fault) throw new ImageError(fault);
  return Buffer.from(text, "utf8");
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ImageError ? error : broken();
  }
}

function broken(): ImageError {
  return new ImageError({ reason: "broken", line: null });
}
