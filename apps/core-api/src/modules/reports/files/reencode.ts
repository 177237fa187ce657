import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { ImageError, type ImageFormat, type WantedImage } from "@archipel/images/model.ts";
import { sniffImage } from "@archipel/images/sniff.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type ImageSender, redrawnImage } from "../../../kernel/images.ts";
import type { ReceivedFile } from "../../../kernel/received-file.ts";

const PHOTO: WantedImage = {
  width: 2560,
  height: 2560,
  fit: "inside",
  quality: 82,
  format: { jpeg: "jpeg", png: "png", webp: "webp", avif: "jpeg" },
};
const THUMBNAIL: WantedImage = {
  width: 320,
  height: 320,
  fit: "cover",
  quality: 75,
  background: "#ffffff",
  format: { jpeg: "jpeg", png: "jpeg", webp: "jpeg", avif: "jpeg" },
};

/** A file to store. `thumbnail`, `width` and `height` are null unless it is an image. */
export interface KeptFile {
  mediaType: string;
  content: Readable;
  width: number | null;
  height: number | null;
  thumbnail: Buffer | null;
}

/**
 * Detects the type of an uploaded file by its content and returns what to store. An image is decoded, rotated upright, limited to 2,560
 * pixels a side and encoded again: metadata (place, author) and hidden data are lost. PDF and plain text are stored as they are and only
 * served as downloads.
 *
 * @throws DomainError `report-file-empty`, `report-file-format`, `report-image-unreadable`, and those of `redrawnImage`
 */
export async function reencodedFile(core: Core, sender: ImageSender, file: ReceivedFile): Promise<KeptFile> {
  if (file.size === 0) throw new DomainError("invalid", "report-file-empty");
  if (file.head.subarray(0, 5).toString("latin1") === "%PDF-") return asItIs("application/pdf", file);
  const format = sniffImage(file.head);
  if (format !== null && PHOTO.format[format]) return reencodeImage(core, sender, format, file);
  if (await isPlainText(file)) return asItIs("text/plain", file);
  throw new DomainError("invalid", "report-file-format");
}

function asItIs(mediaType: string, { path }: ReceivedFile): KeptFile {
  return { mediaType, content: createReadStream(path), width: null, height: null, thumbnail: null };
}

async function reencodeImage(core: Core, sender: ImageSender, format: ImageFormat, file: ReceivedFile): Promise<KeptFile> {
  try {
    const [photo, thumbnail] = await redrawnImage(core, sender, format, file, [PHOTO, THUMBNAIL]);
    if (photo && thumbnail) {
      const { width, height } = photo;
      return { mediaType: `image/${photo.format}`, content: Readable.from([photo.content]), width, height, thumbnail: thumbnail.content };
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
  }
  throw new DomainError("invalid", "report-image-unreadable");
}

/** UTF-8 without control characters, such as a note or a CSV. Markup that a browser could run is refused. */
async function isPlainText({ path, head }: ReceivedFile): Promise<boolean> {
  if (/^\s*(<|#!)/.test(head.toString("utf8"))) return false;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them.
      if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(decoder.decode(chunk as Buffer, { stream: true }))) return false;
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}
