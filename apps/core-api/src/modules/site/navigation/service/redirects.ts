import { type Link, linkSchema } from "@archipel/blocks/field.ts";
import { referencesOfLinks } from "@archipel/blocks/references.ts";
import {
  REDIRECTS_MAX,
  type Redirect,
  type Redirects,
  type removeRedirectInput,
  type saveRedirectInput,
} from "@archipel/contracts/site-navigation.ts";
import { RESERVED_SLUGS } from "@archipel/contracts/site-pages.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { everyoneAt, type MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { lookUp } from "../../context/look-up.ts";
import { recordSiteChange } from "../../events.ts";
import { leadsSomewhere } from "../../policy.ts";
import { forgetSite } from "../../service/cache.ts";
import { makesLoop, redirectPathOf } from "../policy.ts";

async function rowsOf(tx: Tx, { communityId }: MemberActor, portalId: string) {
  if ((await tx.portal.count({ where: { id: portalId, communityId } })) === 0) throw new DomainError("not-found", "portal-not-found");
  const select = { id: true, path: true, link: true, madeBy: true, createdAt: true };
  const rows = await tx.siteRedirect.findMany({ where: { portalId, communityId }, select, orderBy: { path: "asc" } });
  return rows.flatMap(({ link, ...row }) => {
    const read = linkSchema.safeParse(link);
    return read.success ? [{ ...row, link: read.data }] : [];
  });
}

export async function listRedirects(core: Core, actor: MemberActor, portalId: string): Promise<Redirects> {
  const rows = await core.database.withTenant(actor, (tx) => rowsOf(tx, actor, portalId));
  const { targets } = await core.database.withTenant(everyoneAt({ passTo: portalId }), (tx) =>
    lookUp(tx, portalId, referencesOfLinks(rows.map(({ link }) => link))),
  );
  const redirects = rows.map(
    ({ path, madeBy, ...row }): Redirect => ({
      ...row,
      from: path,
      madeBy: madeBy === "slug" ? "slug" : "person",
      isDangling: !leadsSomewhere(row.link, targets),
    }),
  );
  return { redirects, targets, most: REDIRECTS_MAX };
}

/** Lets a path lead to a link. The portal's own addresses come first: a redirect from one of them would never be followed. */
export async function saveRedirect(core: Core, actor: MemberActor, input: z.infer<typeof saveRedirectInput>): Promise<Redirects> {
  const { portalId, link } = input;
  const { communityId } = actor;
  const path = redirectPathOf(input.from);
  if (path === null) throw new DomainError("invalid", "redirect-path", {}, "from");
  await core.database.withTenant(actor, async (tx) => {
    const rows = await rowsOf(tx, actor, portalId);
    await assertOldPath(tx, portalId, path);
    const others = rows.filter((row) => row.path !== path);
    if (others.length >= REDIRECTS_MAX) throw new DomainError("conflict", "redirects-full", { most: REDIRECTS_MAX });
    const hosts = (await tx.portalHost.findMany({ where: { portalId }, select: { host: true } })).map(({ host }) => host);
    const known = new Map<string, Link>(others.map((row) => [row.path, row.link]));
    if (makesLoop(path, link, known, hosts)) throw new DomainError("invalid", "redirect-loop", { path }, "link");
    const { id } = await tx.siteRedirect.upsert({
      where: { portalId_path: { portalId, path }, communityId },
      create: { communityId, portalId, path, link, madeBy: "person" },
      update: { link, madeBy: "person" },
      select: { id: true },
    });
    await record(tx, actor, "saved", { id, portalId, path });
  });
  forgetSite(core, portalId);
  return listRedirects(core, actor, portalId);
}

async function assertOldPath(tx: Tx, portalId: string, path: string): Promise<void> {
  const [, first = "", ...rest] = path.split("/");
  if (RESERVED_SLUGS.has(first)) throw new DomainError("invalid", "redirect-own-path", { path }, "from");
  const page = { portalId, kind: "page", slug: first, status: "published" };
  const isPage = rest.length === 0 && (await tx.sitePage.count({ where: page })) > 0;
  if (isPage) throw new DomainError("invalid", "redirect-own-path", { path }, "from");
}

export async function removeRedirect(core: Core, actor: MemberActor, input: z.infer<typeof removeRedirectInput>): Promise<Redirects> {
  const { portalId, redirectId } = input;
  await core.database.withTenant(actor, async (tx) => {
    const where = { id: redirectId, portalId, communityId: actor.communityId };
    const row = await tx.siteRedirect.findFirst({ where, select: { path: true } });
    if (!row) throw new DomainError("not-found", "redirect-not-found");
    await tx.siteRedirect.delete({ where: { id: redirectId, communityId: actor.communityId } });
    await record(tx, actor, "removed", { id: redirectId, portalId, path: row.path });
  });
  forgetSite(core, portalId);
  return listRedirects(core, actor, portalId);
}

function record(
  tx: Tx,
  actor: MemberActor,
  verb: "saved" | "removed",
  { id, portalId, path }: { id: string; portalId: string; path: string },
) {
  return recordSiteChange(tx, actor, {
    action: `site.redirect-${verb}`,
    portalId,
    resourceType: "redirect",
    resourceId: id,
    summary: { name: path },
  });
}
