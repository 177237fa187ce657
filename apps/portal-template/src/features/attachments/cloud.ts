import type { Attachment } from "@archipel/contracts/attachments.ts";
import type { CloudFacts } from "@archipel/contracts/clouds.ts";

/** A tile of a point cloud. */
export type CloudTile = Attachment & { readonly cloud: CloudFacts };

export function isCloud(attachment: Attachment): attachment is CloudTile {
  return attachment.cloud !== null;
}
