import type { AuditEntry } from "@archipel/contracts/audit.ts";
import { links } from "../../links.ts";

type Entry = Pick<AuditEntry, "action" | "resourceType" | "resourceId" | "placeId" | "standing">;

/** The page of the changed thing; undefined once the thing is gone, or when it has no page. */
export function linkOf(community: string, { resourceType, resourceId: id, placeId, standing }: Entry): string | undefined {
  if (standing === "bin") return links.bin(community);
  if (standing === "gone") return undefined;
  switch (resourceType) {
    case "dataset":
      return links.dataset(community, id);
    case "upload":
      return links.upload(community, id);
    case "portal":
      return links.portal(community, id);
    case "contribution":
      return links.contribution(community, id);
    case "report":
      return links.reports(community);
    case "member":
      return links.members(community);
    case "group":
      return links.groups(community);
    case "key":
    case "application":
      return links.keys(community);
    case "label":
      return links.labels(community);
    case "model":
      return links.models(community);
    case "organisation":
      return links.organisations(community);
    case "community":
      return links.settings(community);
    default:
      return placeId === null ? undefined : linkInPlace(community, { resourceType, id, place: placeId });
  }
}

function linkInPlace(
  community: string,
  { resourceType, id, place }: { resourceType: string; id: string; place: string },
): string | undefined {
  switch (resourceType) {
    case "page":
      return links.sitePage(community, place, id);
    case "alert":
      return links.siteAlert(community, place, id);
    case "layer":
      return links.revisions(community, place, id);
    case "media":
    case "redirect":
      return links.site(community, place);
    default:
      return undefined;
  }
}

/** Where the change can be undone: the bin, the revisions of a layer, the closed portal. Undefined: nowhere. */
export function undoOf(community: string, entry: Entry): string | undefined {
  const { action, resourceId, placeId, standing } = entry;
  if (/\.(?:page-)?(?:deleted|removed)$/.test(action)) return standing === "bin" ? links.bin(community) : undefined;
  if (action === "portal.deleted") return links.life(community);
  if (standing !== "there") return undefined;
  if (action === "portal.archived") return links.portal(community, resourceId);
  if ((action === "layer.data-updated" || action === "layer.restored") && placeId !== null)
    return links.revisions(community, placeId, resourceId);
  return undefined;
}
