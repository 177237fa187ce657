import { createHash, randomBytes } from "node:crypto";
import { type createPreviewInput, type NewPreviewLink, PREVIEWS_MAX, type revokePreviewInput } from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordSiteChange } from "../../events.ts";
import { previewsOf } from "./list-previews.ts";
import { notFound, openLocked } from "./open.ts";

const SECRET_BYTES = 32;
const DAY_MS = 86_400_000;

/** What is stored of a secret. It has 256 bits of chance, so that a plain hash is enough. */
export function hashOfPreview(token: string): string {
  return createHash("sha256").update(`preview:${token}`).digest("hex");
}

export function createPreview(core: Core, actor: MemberActor, input: z.infer<typeof createPreviewInput>): Promise<NewPreviewLink> {
  const { pageId, days, note } = input;
  const { communityId, userId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    if (row.status === "archived") throw new DomainError("conflict", "page-archived");
    await tx.sitePagePreview.deleteMany({ where: { pageId, communityId, expiresAt: { lte: new Date() } } });
    if ((await tx.sitePagePreview.count({ where: { pageId, communityId } })) >= PREVIEWS_MAX) {
      throw new DomainError("conflict", "previews-full", { most: PREVIEWS_MAX });
    }
    const token = randomBytes(SECRET_BYTES).toString("base64url");
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    const data = { communityId, pageId, note, createdById: userId, expiresAt, secretHash: hashOfPreview(token) };
    const { id } = await tx.sitePagePreview.create({ data, select: { id: true } });
    // The console makes one for its own preview whenever the editor opens: those of a day would drown what the journal is read for.
    if (days > 1) {
      await recordSiteChange(tx, actor, {
        action: "site.preview-created",
        portalId: row.portalId,
        resourceType: "page",
        resourceId: pageId,
        summary: { name: row.slug ?? "", days },
      });
    }
    const made = (await previewsOf(tx, actor, pageId)).find((one) => one.id === id);
    if (!made) throw notFound();
    return { ...made, token };
  });
}

export function revokePreview(core: Core, actor: MemberActor, { pageId, previewId }: z.infer<typeof revokePreviewInput>): Promise<void> {
  const { communityId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const row = await openLocked(tx, actor, pageId);
    const { count } = await tx.sitePagePreview.deleteMany({ where: { id: previewId, pageId, communityId } });
    if (count === 0) throw new DomainError("not-found", "preview-not-found");
    const summary = { name: row.slug ?? "" };
    await recordSiteChange(tx, actor, {
      action: "site.preview-revoked",
      portalId: row.portalId,
      resourceType: "page",
      resourceId: pageId,
      summary,
    });
  });
}
