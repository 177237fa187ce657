import sharp from "sharp";
import { DomainError } from "../../../kernel/domain-error.ts";
import { FILE_LIMITS } from "./limits.ts";

const MOST_PIXELS = 80_000_000;
const LONGEST_SIDE = 2560;
const THUMBNAIL_SIDE = 320;
/** What images become: transparency stays, everything else is a photo. */
const PICTURES: Record<string, "jpeg" | "png" | "webp"> = { jpeg: "jpeg", png: "png", webp: "webp", heif: "jpeg" };

/** A file as it is kept. `thumbnail` and sizes are an image's. */
export interface KeptFile {
  mediaType: string;
  content: Buffer;
  width: number | null;
  height: number | null;
  thumbnail: Buffer | null;
}

/**
 * What a sent file is, by its content alone, and what is kept of it. An image is drawn again the right way up, at most 2,560 pixels
 * wide or high: nothing but pixels gets through, neither where and by whom it was taken nor what hides behind them. PDF and plain text
 * are kept as they are, and only ever served as downloads.
 *
 * @throws DomainError `report-file-empty`, `report-file-too-large`, `report-file-format`, `report-image-unreadable`
 */
export async function redrawn(file: Buffer): Promise<KeptFile> {
  if (file.length === 0) throw new DomainError("invalid", "report-file-empty");
  if (file.length > FILE_LIMITS.bytesPerFile) {
    throw new DomainError("invalid", "report-file-too-large", { megabytes: FILE_LIMITS.bytesPerFile / 1_000_000 });
  }
  if (file.subarray(0, 5).toString("latin1") === "%PDF-") return asItIs("application/pdf", file);
  const picture = PICTURES[await imageFormat(file)];
  if (picture) return redraw(file, picture);
  if (isPlainText(file)) return asItIs("text/plain", file);
  throw new DomainError("invalid", "report-file-format");
}

function asItIs(mediaType: string, content: Buffer): KeptFile {
  return { mediaType, content, width: null, height: null, thumbnail: null };
}

/** The format that the decoder itself finds; empty when it is no image. */
async function imageFormat(file: Buffer): Promise<string> {
  try {
    return (await sharp(file, { limitInputPixels: MOST_PIXELS }).metadata()).format;
  } catch {
    return "";
  }
}

async function redraw(file: Buffer, format: "jpeg" | "png" | "webp"): Promise<KeptFile> {
  const drawn = (side: number, fit: "inside" | "cover") =>
    sharp(file, { limitInputPixels: MOST_PIXELS, failOn: "error" })
      .autoOrient()
      .resize({ width: side, height: side, fit, withoutEnlargement: true });
  try {
    const { data, info } = await drawn(LONGEST_SIDE, "inside").toFormat(format, { quality: 82 }).toBuffer({ resolveWithObject: true });
    const thumbnail = await drawn(THUMBNAIL_SIDE, "cover").flatten({ background: "#ffffff" }).jpeg({ quality: 75 }).toBuffer();
    return { mediaType: `image/${format}`, content: data, width: info.width, height: info.height, thumbnail };
  } catch {
    throw new DomainError("invalid", "report-image-unreadable");
  }
}

/** UTF-8 without control characters: a note or a CSV. Markup that a browser would run is no plain text. */
function isPlainText(file: Buffer): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) && !/^\s*(<|#!)/.test(text);
  } catch {
    return false;
  }
}
