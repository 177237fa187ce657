import { sketchOf } from "@archipel/blocks/sketch.ts";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import {
  type OpenedTemplate,
  type PortalTemplate,
  type renameTemplateInput,
  type saveTemplateInput,
  TEMPLATES_MAX,
} from "@archipel/contracts/portals.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { assertStorage } from "../../../kernel/storage-quota.ts";
import { readSite, writeSite } from "../../site/copying/copy-site.ts";
import { createFirstHome } from "../../site/pages/service/first-home.ts";
import { assertTemplateSize, siteOf, templateOf, templateSite } from "./policy.ts";
import { lockTemplates } from "./queries.ts";

const notFound = () => new DomainError("not-found", "template-not-found");

/** The templates of the community, then those that operators offer to all. */
export function listTemplates(core: Core, actor: MemberActor): Promise<PortalTemplate[]> {
  return core.database.withTenant(actor, (tx) => templatesIn(tx, actor));
}

async function templatesIn(tx: Tx, { communityId }: MemberActor): Promise<PortalTemplate[]> {
  const rows = await tx.portalTemplate.findMany({
    where: { OR: [{ communityId }, { isShared: true }] },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    // Those of all communities together: only operators share any.
    take: TEMPLATES_MAX * 4,
  });
  const templates = rows.map((row) => templateOf(row, communityId));
  return [...templates.filter(({ isOwn }) => isOwn), ...templates.filter(({ isOwn }) => !isOwn)];
}

function rowOf(tx: Tx, { communityId }: MemberActor, templateId: string) {
  return tx.portalTemplate.findFirst({ where: { id: templateId, OR: [{ communityId }, { isShared: true }] } });
}

/** A template with drawings of all its pages. */
export function openTemplate(core: Core, actor: MemberActor, templateId: string): Promise<OpenedTemplate> {
  return core.database.withTenant(actor, async (tx) => {
    const row = await rowOf(tx, actor, templateId);
    if (!row) throw notFound();
    const pages = siteOf(row).pages.toSorted((a, b) => Number(a.slug !== null) - Number(b.slug !== null));
    const drawn = pages.map(({ slug, content: { title, blocks } }) => ({ slug, title, blocks: sketchOf(blocks) }));
    return { ...templateOf(row, actor.communityId), drawn };
  });
}

/** Keeps what a portal says and how it looks, as a beginning for others: no data, no members, no news, no legal pages. */
export async function saveTemplate(core: Core, actor: MemberActor, input: z.infer<typeof saveTemplateInput>): Promise<PortalTemplate[]> {
  const { portalId, name, description, isShared } = input;
  const { communityId } = actor;
  if (isShared && !actor.isOperator) throw new DomainError("forbidden", "operators-only", {}, "isShared");
  const { portal, site } = await core.database.withTenant(actor, async (tx) => {
    const found = await tx.portal.findFirst({ where: { id: portalId, communityId, status: { not: "deleted" } } });
    if (!found) throw new DomainError("not-found", "portal-not-found");
    return { portal: found, site: templateSite(await readSite(tx, communityId, portalId), { isShared }) };
  });
  const content = { pages: site.pages, menus: site.menus };
  assertTemplateSize(content);
  const size = site.pictures.reduce((sum, picture) => sum + picture.size, 0);
  await assertStorage(core, communityId, size);
  const { baseTheme, theme, tagline, locales } = portal;
  const json = {
    theme: theme as Prisma.InputJsonValue,
    tagline: tagline as Prisma.InputJsonValue,
    content: stored(content),
    pictures: stored(site.pictures),
  };
  return orNameTaken(name, () =>
    core.database.withTenant(actor, async (tx) => {
      await lockTemplates(tx, communityId);
      if ((await tx.portalTemplate.count({ where: { communityId } })) >= TEMPLATES_MAX) {
        throw new DomainError("conflict", "templates-too-many", { most: TEMPLATES_MAX }, "name");
      }
      await tx.portalTemplate.create({ data: { ...json, communityId, name, description, baseTheme, locales, size, isShared } });
      await record(tx, actor, "portal-template.saved", { name, from: portal.name, pages: site.pages.length });
      return templatesIn(tx, actor);
    }),
  );
}

/** A value as the database stores it. */
const stored = (value: object): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));

export function renameTemplate(core: Core, actor: MemberActor, input: z.infer<typeof renameTemplateInput>): Promise<PortalTemplate[]> {
  const { templateId, name, description } = input;
  return orNameTaken(name, () =>
    core.database.withTenant(actor, async (tx) => {
      const before = await ownTemplate(tx, actor, templateId);
      if (before.isShared && !actor.isOperator) throw new DomainError("forbidden", "operators-only");
      const where = { id: templateId, communityId: actor.communityId };
      await tx.portalTemplate.update({ where, data: { name, description, updatedAt: new Date() } });
      await record(tx, actor, "portal-template.renamed", { name, before: before.name });
      return templatesIn(tx, actor);
    }),
  );
}

/** Portals that began with it stay as they are. */
export function deleteTemplate(core: Core, actor: MemberActor, templateId: string): Promise<PortalTemplate[]> {
  return core.database.withTenant(actor, async (tx) => {
    const { name } = await ownTemplate(tx, actor, templateId);
    await tx.portalTemplate.delete({ where: { id: templateId, communityId: actor.communityId } });
    await record(tx, actor, "portal-template.deleted", { name });
    return templatesIn(tx, actor);
  });
}

async function ownTemplate(tx: Tx, { communityId }: MemberActor, templateId: string) {
  const row = await tx.portalTemplate.findFirst({ where: { id: templateId, communityId }, select: { name: true, isShared: true } });
  if (!row) throw notFound();
  return row;
}

interface Begun {
  portalId: string;
  baseTheme: string;
  templateId: string | undefined;
  isBlank: boolean;
}

/** The first pages of a new portal: those of a template, and the home of its theme where the template has none. */
export async function beginSite(tx: Tx, actor: MemberActor, { portalId, baseTheme, templateId, isBlank }: Begun): Promise<void> {
  if (templateId === undefined) return createFirstHome(tx, actor, portalId, { theme: baseTheme, isBlank });
  const row = await rowOf(tx, actor, templateId);
  if (!row) throw new DomainError("not-found", "template-not-found", {}, "templateId");
  const site = siteOf(row);
  await writeSite(tx, actor, site, { to: portalId });
  if (!site.pages.some(({ slug }) => slug === null)) await createFirstHome(tx, actor, portalId, { theme: baseTheme });
}

async function orNameTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isUniqueViolation(error) ? new DomainError("conflict", "template-name-taken", { name }, "name") : error;
  }
}

async function record(
  tx: Tx,
  { communityId, userId: actorId }: MemberActor,
  action: AuditAction,
  summary: Record<string, string | number>,
): Promise<void> {
  await audit(tx, { communityId, actorId, action, resourceType: "community", resourceId: communityId, summary });
}
