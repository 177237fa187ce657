import sharp from "sharp";
import { DomainError } from "../../../kernel/domain-error.ts";
import { FILE_LIMITS } from "./limits.ts";

const MOST_PIXELS = 80_000_000;
const LONGEST_SIDE = 2560;
const THUMBNAIL_SIDE = 320;
/** Output format by input format. HEIF becomes JPEG. */
const PICTURES: Record<string, "jpeg" | "png" | "webp"> = { jpeg: "jpeg", png: "png", webp: "webp", heif: "jpeg" };

/** A file to store. `thumbnail`, `width` and `height` are null unless it is an image. */
export interface KeptFile {
  mediaType: string;
  content: Buffer;
  width: number | null;
  height: number | null;
  thumbnail: Buffer | null;
}

/**
 * Detects the type of an uploaded file by its content and returns what to store. An image is decoded, rotated upright, limited to 2,560
 * pixels a side and encoded again: metadata (place, author) and hidden data are lost. PDF and plain text are stored as they are and only
 * served as downloads.
 *
 * @throws DomainError `report-file-empty`, `report-file-too-large`, `report-file-format`, `report-image-unreadable`
 */
export async function reencodedFile(file: Buffer): Promise<KeptFile> {
  if (file.length === 0) throw new DomainError("invalid", "report-file-empty");
  if (file.length > FILE_LIMITS.bytesPerFile) {
    throw new DomainError("invalid", "report-file-too-large", { megabytes: FILE_LIMITS.bytesPerFile / 1_000_000 });
  }
  if (file.subarray(0, 5).toString("latin1") === "%PDF-") return asItIs("application/pdf", file);
  const picture = PICTURES[await imageFormat(file)];
  if (picture) return reencodeImage(file, picture);
  if (isPlainText(file)) return asItIs("text/plain", file);
  throw new DomainError("invalid", "report-file-format");
}

function asItIs(mediaType: string, content: Buffer): KeptFile {
  return { mediaType, content, width: null, height: null, thumbnail: null };
}

/** The format that the decoder detects; empty when it is not an image. */
async function imageFormat(file: Buffer): Promise<string> {
  try {
    return (await sharp(file, { limitInputPixels: MOST_PIXELS }).metadata()).format;
  } catch {
    return "";
  }
}

async function reencodeImage(file: Buffer, format: "jpeg" | "png" | "webp"): Promise<KeptFile> {
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

/** UTF-8 without control characters, such as a note or a CSV. Markup that a browser could run is refused. */
function isPlainText(file: Buffer): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them.
    return !/[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) && !/^\s*(<|#!)/.test(text);
  } catch {
    return false;
  }
}
