import {
  type BlockContext,
  type checkSlugInput,
  type EditedPage,
  NEWS_MAX,
  PAGES_MAX,
  type PageValues,
  type resolveBlocksInput,
  type SitePages,
  type SlugRefusal,
} from "@archipel/contracts/site-pages.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { countFollowers } from "../../../follows/service/portal-followers.ts";
import { computeValues } from "../../values/compute.ts";
import { slugRefusal } from "../policy.ts";
import { pageRows } from "../queries.ts";
import { contextFor, openPage, openPortal, summaryOf } from "./open.ts";

export async function listPages(core: Core, actor: MemberActor, portalId: string): Promise<SitePages> {
  const site = await core.database.withTenant(actor, async (tx) => {
    const { languages } = await openPortal(tx, actor, portalId);
    const pages = (await pageRows(tx, actor.communityId, portalId)).map((row) => summaryOf(row, languages));
    return { pages, languages, hasOwnHome: pages.some(({ kind }) => kind === "home"), most: PAGES_MAX, mostNews: NEWS_MAX };
  });
  return { ...site, newsFollowers: await countFollowers(core, portalId, "news") };
}

export const getPage = (core: Core, actor: MemberActor, pageId: string): Promise<EditedPage> => openPage(core, actor, pageId);

export function checkSlug(
  core: Core,
  actor: MemberActor,
  { portalId, slug, kind, pageId }: z.infer<typeof checkSlugInput>,
): Promise<{ isFree: boolean; reason: SlugRefusal | null }> {
  return core.database.withTenant(actor, async (tx) => {
    await openPortal(tx, actor, portalId);
    const refusal = slugRefusal(slug, kind);
    if (refusal) return { isFree: false, reason: refusal };
    const others = await tx.sitePage.count({ where: { portalId, kind, slug, ...(pageId && { id: { not: pageId } }) } });
    return others > 0 ? { isFree: false, reason: "taken" as const } : { isFree: true, reason: null };
  });
}

/** What unsaved blocks name, for a portal of the caller's community. */
export async function resolveBlocks(core: Core, actor: MemberActor, input: z.infer<typeof resolveBlocksInput>): Promise<BlockContext> {
  await core.database.withTenant(actor, (tx) => openPortal(tx, actor, input.portalId));
  return contextFor(core, input.portalId, input);
}

/** The figures and charts of unsaved blocks: those that visitors would see. */
export async function valuesOfBlocks(core: Core, actor: MemberActor, input: z.infer<typeof resolveBlocksInput>): Promise<PageValues> {
  await core.database.withTenant(actor, (tx) => openPortal(tx, actor, input.portalId));
  return computeValues(core, { portalId: input.portalId, passTo: input.portalId }, input.blocks);
}
