import { ImageError, type WantedImage } from "@archipel/images/model.ts";
import { sniffImage } from "@archipel/images/sniff.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { redrawnImage } from "../../../kernel/images.ts";
import { type ArrivingFile, withReceivedFile } from "../../../kernel/received-file.ts";

export const LOGO_MAX_BYTES = 2 * 1024 * 1024;
const LOGO: WantedImage = {
  width: 640,
  height: 320,
  fit: "inside",
  format: { png: "png", jpeg: "png", webp: "png", svg: "png" },
};

/**
 * Renders a logo as PNG of at most 640 × 320 pixels, so that only pixels of the upload remain (no script, no metadata, no trailing bytes).
 * SVG is rendered too, unless it contains something that is not drawn (filters, text with its fonts, other files).
 *
 * @throws DomainError `logo-unreadable`, `logo-format`, `logo-too-large`, `logo-svg-…`, and those of `redrawnImage`
 */
export async function drawLogo(core: Core, actor: MemberActor, sent: ArrivingFile): Promise<Buffer> {
  const tooLarge = () => new DomainError("invalid", "logo-too-large", { maxMegabytes: LOGO_MAX_BYTES / 1024 ** 2 });
  return withReceivedFile(sent, LOGO_MAX_BYTES, tooLarge, async (file) => {
    if (file.size === 0) throw new DomainError("invalid", "logo-unreadable");
    const format = sniffImage(file.head);
    if (format === null || !LOGO.format[format]) throw new DomainError("invalid", "logo-format", { formats: "PNG, JPEG, WebP, SVG" });
    try {
      const [logo] = await redrawnImage(core, { communityId: actor.communityId, caller: actor.userId }, format, file, [LOGO]);
      if (logo) return logo.content;
    } catch (error) {
      throw error instanceof ImageError ? logoError(error) : error;
    }
    throw new DomainError("invalid", "logo-unreadable");
  });
}

function logoError({ fault }: ImageError): DomainError {
  if (fault.reason === "svg") return new DomainError("invalid", `logo-svg-${fault.part}`, { line: fault.line });
  if (fault.reason === "broken" && fault.line !== null) return new DomainError("invalid", "logo-svg-broken", { line: fault.line });
  return new DomainError("invalid", "logo-unreadable");
}
