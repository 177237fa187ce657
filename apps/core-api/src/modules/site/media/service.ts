import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { texts } from "@archipel/blocks/texts.ts";
import {
  MEDIA_MAX,
  type MediaUse,
  type removeMediaInput,
  type SiteMedia,
  type SiteMediaPage,
  type siteMediaListInput,
  type updateMediaInput,
} from "@archipel/contracts/site-media.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../../kernel/objects.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import type { ArrivingFile } from "../../../kernel/received-file.ts";
import { assertStorage } from "../../../kernel/storage-quota.ts";
import { pictureOf, variantsOf } from "../context/look-up.ts";
import { recordSiteChange } from "../events.ts";
import { forgetSite } from "../service/cache.ts";
import { drawVariants } from "./draw/draw-variants.ts";
import { type MediaRow, mediaRow, mediaRows, useRows } from "./queries.ts";

const storedTitle = texts(500, { isOneLine: true }).catch({});

function mediaOf(row: MediaRow): SiteMedia {
  const { portalId, name, uploadedBy, createdAt } = row;
  const picture = pictureOf(portalId, row);
  const needsAlt = !picture.isDecorative && Object.keys(picture.alt).length === 0;
  return { ...picture, portalId, name, needsAlt, bytes: Number(row.size), uploadedBy, createdAt };
}

export function listMedia(core: Core, actor: MemberActor, input: z.infer<typeof siteMediaListInput>): Promise<SiteMediaPage> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    await assertPortal(tx, actor, input.portalId);
    const rows = await mediaRows(tx, actor.communityId, { ...input, offset });
    return pageFrom(rows.map(mediaOf), rows[0]?.total ?? 0, offset);
  });
}

async function assertPortal(tx: Tx, { communityId }: MemberActor, portalId: string): Promise<void> {
  if ((await tx.portal.count({ where: { id: portalId, communityId } })) === 0) throw new DomainError("not-found", "portal-not-found");
}

async function openMedia(tx: Tx, { communityId }: MemberActor, mediaId: string): Promise<MediaRow> {
  const row = await mediaRow(tx, communityId, mediaId);
  if (!row) throw new DomainError("not-found", "media-not-found");
  return row;
}

export function getMedia(core: Core, actor: MemberActor, mediaId: string): Promise<SiteMedia> {
  return core.database.withTenant(actor, async (tx) => mediaOf(await openMedia(tx, actor, mediaId)));
}

/** The pages that name a picture, in what is public, edited or scheduled. Older versions do not count: they show a gap. */
export function usesOfMedia(core: Core, actor: MemberActor, mediaId: string): Promise<MediaUse[]> {
  return core.database.withTenant(actor, async (tx) => {
    await openMedia(tx, actor, mediaId);
    return (await useRows(tx, actor.communityId, mediaId)).map(({ title, ...use }) => ({ ...use, title: storedTitle.parse(title) }));
  });
}

const MAX_NAME = 120;

/** The last part of the name from the browser. It is only displayed, never used as a path. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(-MAX_NAME) || "image";
}

/** Draws an uploaded picture in the widths of pages, and stores these; the upload itself is not kept. */
export async function addMedia(
  core: Core,
  actor: MemberActor,
  portalId: string,
  sent: ArrivingFile & { name: string },
): Promise<SiteMedia> {
  const { communityId, userId } = actor;
  const count = await core.database.withTenant(actor, async (tx) => {
    await assertPortal(tx, actor, portalId);
    return tx.siteMedia.count({ where: { portalId, communityId } });
  });
  if (count >= MEDIA_MAX) throw new DomainError("conflict", "media-full", { most: MEDIA_MAX });
  const drawn = await drawVariants(core, actor, sent);
  const size = drawn.reduce((sum, { content }) => sum + content.length, 0);
  await assertStorage(core, communityId, size);
  const variants = [];
  for (const { content, width, height, format } of drawn) {
    variants.push({ width, height, format, key: (await core.storage.put(Readable.from([content]))).key });
  }
  const widest = drawn.at(-1) ?? { width: 0, height: 0 };
  // Not in the order of time: the address of a picture that no page shows yet cannot be guessed.
  const id = randomUUID();
  const name = plainName(sent.name);
  const data = { id, communityId, portalId, variants, size, width: widest.width, height: widest.height, uploadedById: userId };
  return core.database.withTenant(actor, async (tx) => {
    await tx.siteMedia.create({ data: { ...data, name } });
    const summary = { name };
    await recordSiteChange(tx, actor, { action: "site.media-added", portalId, resourceType: "media", resourceId: id, summary });
    return mediaOf(await openMedia(tx, actor, id));
  });
}

export async function updateMedia(core: Core, actor: MemberActor, input: z.infer<typeof updateMediaInput>): Promise<SiteMedia> {
  const { mediaId, communityId, ...changes } = input;
  const media = await core.database.withTenant(actor, async (tx) => {
    const { portalId, name } = await openMedia(tx, actor, mediaId);
    const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    await tx.siteMedia.update({ where: { id: mediaId, communityId }, data });
    const summary = { name, fields: Object.keys(data).join(", ") };
    await recordSiteChange(tx, actor, { action: "site.media-changed", portalId, resourceType: "media", resourceId: mediaId, summary });
    return mediaOf(await openMedia(tx, actor, mediaId));
  });
  forgetSite(core, media.portalId);
  return media;
}

/** Deletes a picture that no visitor sees. `isDropped`: also when drafts name it. */
export async function removeMedia(core: Core, actor: MemberActor, input: z.infer<typeof removeMediaInput>): Promise<void> {
  const { mediaId, communityId, isDropped } = input;
  const row = await core.database.withTenant(actor, async (tx) => {
    const found = await openMedia(tx, actor, mediaId);
    const uses = await useRows(tx, actor.communityId, mediaId);
    const shown = uses.filter(({ isPublished }) => isPublished);
    if (shown.length > 0 || (uses.length > 0 && !isDropped)) {
      const named = shown.length > 0 ? shown : uses;
      const pages = named.slice(0, 5).map(({ slug, title }) => Object.values(storedTitle.parse(title))[0] ?? `/${slug ?? ""}`);
      const code = shown.length > 0 ? "media-in-use" : "media-in-draft";
      throw new DomainError("conflict", code, { count: named.length, pages: pages.join(", ") });
    }
    await tx.siteMedia.delete({ where: { id: mediaId, communityId } });
    const { portalId, name } = found;
    await recordSiteChange(tx, actor, {
      action: "site.media-removed",
      portalId,
      resourceType: "media",
      resourceId: mediaId,
      summary: { name },
    });
    return found;
  });
  await deleteUnreferenced(
    core,
    variantsOf(row.variants).map(({ key }) => key),
  );
  forgetSite(core, row.portalId);
}

/** The stored picture of a width, for anyone who may see the portal. */
export function readMedia(core: Core, actor: Actor, wanted: { portalId: string; mediaId: string; width: number }) {
  const { portalId, mediaId, width } = wanted;
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    const row = await tx.siteMedia.findUnique({ where: { id: mediaId, portalId }, select: { variants: true } });
    return variantsOf(row?.variants ?? []).find((one) => one.width === width) ?? null;
  });
}
