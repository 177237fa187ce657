import sharp from "sharp";
import { DomainError } from "../../../kernel/domain-error.ts";

export const LOGO_MAX_BYTES = 2 * 1024 * 1024;
const BOX = { width: 640, height: 320 };
const MOST_PIXELS = 40_000_000;
const FORMATS = ["png", "jpeg", "webp", "svg"];

/**
 * Renders a logo as PNG of at most 640 × 320 pixels, so that only pixels of the upload remain (no script, no metadata, no trailing bytes).
 * SVG is rendered too; an SVG that declares entities or a document type is refused.
 *
 * @throws DomainError `logo-unreadable`, `logo-format`, `logo-too-large`
 */
export async function drawLogo(file: Uint8Array): Promise<Buffer> {
  if (file.byteLength > LOGO_MAX_BYTES) throw new DomainError("invalid", "logo-too-large", { maxMegabytes: LOGO_MAX_BYTES / 1024 ** 2 });
  const head = Buffer.from(file.buffer, file.byteOffset, Math.min(file.byteLength, 64 * 1024)).toString("latin1");
  if (/<!DOCTYPE|<!ENTITY/i.test(head)) throw new DomainError("invalid", "logo-format", { formats: "PNG, JPEG, WebP, SVG" });
  const format = await formatOf(file);
  if (!FORMATS.includes(format)) throw new DomainError("invalid", "logo-format", { formats: "PNG, JPEG, WebP, SVG" });
  // An SVG is rendered large enough for the box, whatever size it declares.
  const options = {
    limitInputPixels: MOST_PIXELS,
    failOn: "error",
    ...(format === "svg" ? { density: await densityOf(file) } : {}),
  } as const;
  try {
    return await sharp(file, options)
      .rotate()
      .resize({ ...BOX, fit: "inside", withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer();
  } catch {
    throw new DomainError("invalid", "logo-unreadable");
  }
}

async function formatOf(file: Uint8Array): Promise<string> {
  try {
    return (await sharp(file, { limitInputPixels: MOST_PIXELS }).metadata()).format;
  } catch {
    throw new DomainError("invalid", "logo-unreadable");
  }
}

async function densityOf(file: Uint8Array): Promise<number> {
  const { width, height } = await sharp(file, { limitInputPixels: MOST_PIXELS }).metadata();
  const scale = Math.min(BOX.width / Math.max(width, 1), BOX.height / Math.max(height, 1));
  return Math.min(Math.max(Math.round(72 * scale), 72), 2_400);
}
