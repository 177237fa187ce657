import { MEDIA_MAX_BYTES, MEDIA_WIDTHS } from "@archipel/contracts/site-media.ts";
import { type DrawnImage, ImageError, type WantedImage } from "@archipel/images/model.ts";
import { sniffImage } from "@archipel/images/sniff.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { redrawnImage } from "../../../../kernel/images.ts";
import { type ArrivingFile, withReceivedFile } from "../../../../kernel/received-file.ts";

/** A tall picture keeps its shape up to this many times its width. */
const TALLEST = 4;
/** WebP for all: photographs and drawings, with and without transparency. */
const FORMAT = { jpeg: "webp", png: "webp", webp: "webp", avif: "webp", svg: "webp" } as const;
const QUALITY = 80;

/** The widest first: the others are made of it. */
const wanted: readonly WantedImage[] = MEDIA_WIDTHS.toReversed().map((width) => ({
  width,
  height: width * TALLEST,
  fit: "inside",
  format: FORMAT,
  quality: QUALITY,
}));

/**
 * Draws a picture of a page in its widths, so that only pixels of the upload remain: no script, no place where it was taken.
 *
 * @returns from the narrowest to the widest, each width once
 * @throws DomainError `media-…`, and those of `redrawnImage`
 */
export function drawVariants(core: Core, { communityId, userId }: MemberActor, sent: ArrivingFile): Promise<DrawnImage[]> {
  const tooLarge = () => new DomainError("invalid", "media-too-large", { megabytes: MEDIA_MAX_BYTES / 1024 ** 2 });
  return withReceivedFile(sent, MEDIA_MAX_BYTES, tooLarge, async (file) => {
    const format = file.size === 0 ? null : sniffImage(file.head);
    if (format === null) throw new DomainError("invalid", "media-format", { formats: "JPEG, PNG, WebP, AVIF, SVG" });
    try {
      const drawn = await redrawnImage(core, { communityId, caller: userId }, format, file, wanted);
      // A picture that is narrower than a width keeps its own: several variants would be the same.
      return drawn.filter(({ width }, index) => drawn.findIndex((one) => one.width === width) === index).reverse();
    } catch (error) {
      throw error instanceof ImageError ? mediaError(error) : error;
    }
  });
}

function mediaError({ fault }: ImageError): DomainError {
  if (fault.reason === "svg") return new DomainError("invalid", "media-svg", { part: fault.part, line: fault.line });
  return new DomainError("invalid", "media-unreadable");
}
