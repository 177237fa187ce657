import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

type Row = (table: string, key: string, kind?: string) => void;

/**
 * The sites of a community's portals: on the live one a published page and a draft; pictures, menus and redirects on each.
 *
 * @returns the draft
 */
export async function fillSite(tx: Tx, communityId: CommunityId, row: Row, portals: Readonly<Record<string, string>>): Promise<string> {
  let sitePage = "";
  for (const status of ["draft", "published"]) {
    const page = await tx.sitePage.create({ data: { communityId, portalId: portals.live ?? "", kind: "page", slug: status } });
    const version = await tx.sitePageVersion.create({ data: { communityId, pageId: page.id, number: 1, content: {} } });
    const shown = status === "published" ? { status, publishedVersionId: version.id } : {};
    await tx.sitePage.update({ where: { id: page.id }, data: { draftVersionId: version.id, ...shown } });
    row("site_pages", page.id, status);
    row("site_page_versions", version.id, status);
    if (status === "published") {
      // What is being written for a page that everyone reads.
      const next = await tx.sitePageVersion.create({ data: { communityId, pageId: page.id, number: 2, content: {} } });
      row("site_page_versions", next.id, "draft");
      continue;
    }
    sitePage = page.id;
    const link = { communityId, pageId: page.id, secretHash: randomUUID(), expiresAt: new Date() };
    row("site_page_previews", (await tx.sitePagePreview.create({ data: link })).id);
  }
  for (const [status, portalId] of Object.entries(portals)) {
    const media = await tx.siteMedia.create({ data: { communityId, portalId, name: "x", width: 1, height: 1, size: 1, variants: [] } });
    row("site_media", media.id, status);
    await tx.sitePart.create({ data: { communityId, portalId, part: "legal", content: {} } });
    row("site_parts", `${portalId} legal`, status);
    const redirect = await tx.siteRedirect.create({ data: { communityId, portalId, path: "/x", link: {}, madeBy: "person" } });
    row("site_redirects", redirect.id, status);
    if (status !== "live") continue;
    await tx.siteOldHome.create({ data: { communityId, portalId, content: {} } });
    row("site_old_homes", portalId);
  }
  return sitePage;
}

/**
 * The alerts of a community's live portal: a draft, and one that everyone reads.
 *
 * @returns the published one
 */
export async function fillAlerts(tx: Tx, communityId: CommunityId, row: Row, portalId: string): Promise<string> {
  await tx.portalAlerts.create({ data: { portalId, communityId } });
  row("portal_alerts", portalId, "live");
  row("alerts", (await tx.alert.create({ data: { communityId, portalId, draft: {} } })).id, "draft");
  const { id } = await tx.alert.create({ data: { communityId, portalId, draft: {} } });
  const said = { communityId, alertId: id, number: 1, kind: "first", content: {}, startsAt: new Date(), isSent: false };
  const revision = await tx.alertRevision.create({ data: said });
  row("alert_revisions", revision.id, "published");
  await tx.alert.update({ where: { id }, data: { status: "published", publishedRevisionId: revision.id } });
  row("alerts", id, "published");
  return id;
}
