import { PORTAL_PICTURE_MAX_BYTES, type PortalPicture } from "@archipel/contracts/portals.ts";
import { ImageError, type WantedImage } from "@archipel/images/model.ts";
import { sniffImage } from "@archipel/images/sniff.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { redrawnImage } from "../../../kernel/images.ts";
import { type ArrivingFile, withReceivedFile } from "../../../kernel/received-file.ts";

const PNG = { png: "png", jpeg: "png", webp: "png", svg: "png" } as const;
const JPEG = { png: "jpeg", jpeg: "jpeg", webp: "jpeg", svg: "jpeg" } as const;
const LOGO: WantedImage = { width: 640, height: 320, fit: "inside", format: PNG };

const WANTED: Readonly<Record<PortalPicture, WantedImage>> = {
  logo: LOGO,
  "dark-logo": LOGO,
  icon: { width: 512, height: 512, fit: "cover", format: PNG },
  // The size that other sites ask for. A photo as PNG would be too heavy for them.
  share: { width: 1200, height: 630, fit: "cover", format: JPEG, quality: 85, background: "#ffffff" },
};

/** The type of the drawn picture. */
export const contentTypeOf = (picture: PortalPicture) => (picture === "share" ? "image/jpeg" : "image/png");

/**
 * Renders a picture of a portal again, in pixels at most: 640 × 320 for logos, 512 × 512 for the icon, 1200 × 630 for shared pages. Only pixels of the
 * upload remain (no script, no metadata, no trailing bytes). SVG is rendered too, unless it contains something that is not drawn (filters, text with its
 * fonts, other files).
 *
 * @throws DomainError `logo-unreadable`, `logo-format`, `logo-too-large`, `logo-svg-…`, and those of `redrawnImage`
 */
export async function drawPicture(core: Core, actor: MemberActor, picture: PortalPicture, sent: ArrivingFile): Promise<Buffer> {
  const wanted = WANTED[picture];
  const tooLarge = () => new DomainError("invalid", "logo-too-large", { maxMegabytes: PORTAL_PICTURE_MAX_BYTES / 1024 ** 2 });
  return withReceivedFile(sent, PORTAL_PICTURE_MAX_BYTES, tooLarge, async (file) => {
    if (file.size === 0) throw new DomainError("invalid", "logo-unreadable");
    const format = sniffImage(file.head);
    if (format === null || !wanted.format[format]) throw new DomainError("invalid", "logo-format", { formats: "PNG, JPEG, WebP, SVG" });
    try {
      const [drawn] = await redrawnImage(core, { communityId: actor.communityId, caller: actor.userId }, format, file, [wanted]);
      if (drawn) return drawn.content;
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
