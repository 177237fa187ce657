import { Readable } from "node:stream";
import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import { mapView } from "@archipel/contracts/place.ts";
import { portalStatus } from "@archipel/contracts/portal-status.ts";
import type {
  ClosedPortal,
  createPortalInput,
  Portal,
  PortalLayer,
  PortalPicture,
  PortalPictures,
  PortalView,
  updatePortalInput,
} from "@archipel/contracts/portals.ts";
import { embedding, portalContent } from "@archipel/contracts/portals.ts";
import { reporting, reportReview } from "@archipel/contracts/reports.ts";
import { locale, localized } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import { viewAround } from "@archipel/geo/view-around.ts";
import { countLookup } from "@archipel/observability/metrics.ts";
import { sanitiseOverrides } from "@archipel/theme/sanitise.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Actor, anonymous, type MemberActor, scopeOf } from "../../kernel/actor.ts";
import { ownHosts, portalHost, portalOrigin } from "../../kernel/addresses.ts";
import { audit } from "../../kernel/audit.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emit } from "../../kernel/outbox.ts";
import { publicContent } from "../../kernel/public-content.ts";
import type { ArrivingFile } from "../../kernel/received-file.ts";
import { layerSummaryOf } from "../../layer-store/describe/layer-summary.ts";
import { sayIn, translationsOf } from "../../layer-store/describe/translated-layer.ts";
import { summariesThrough } from "../access/lens/service/summaries.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { drawPicture } from "./pictures/draw-picture.ts";
import { assertReadableTheme, isReserved, isSameTheme } from "./policy.ts";
import {
  closedPortalOfHost,
  communityPortals,
  isOpenPortal,
  type PortalLayerRow,
  type PortalRow,
  portalLayerRows,
  portalOfHost,
  portalPictureRows,
} from "./queries.ts";
import { beginSite } from "./templates/service.ts";
import { keepThemeVersion } from "./themes/service.ts";

const HOST_TTL_MS = 5_000;
const HOSTS_CHANGED = "portal-hosts";

/** Caches the portal of each host for a few seconds, because every page asks. Unknown hosts are cached too, so that they cost nothing. */
const hostCaches = new WeakMap<object, LRUCache<string, { portal: PortalView | null }>>();

function hostCache(core: Core) {
  const known = hostCaches.get(core.memory);
  if (known) return known;
  const made = new LRUCache<string, { portal: PortalView | null }>({ max: 10_000, ttl: HOST_TTL_MS });
  hostCaches.set(core.memory, made);
  onHostsChanged(core, () => made.clear());
  publicContent(core).onChanged((portals) => {
    const changed = portals === "all" ? null : new Set(portals);
    // A host without a portal may have one now.
    for (const [host, { portal }] of [...made.entries()]) if (!portal || !changed || changed.has(portal.id)) made.delete(host);
  });
  return made;
}

/** Call after a change of a portal, of its hosts or of a community: all processes forget what they keep of hosts. */
export function forgetHosts(core: Core): void {
  core.news.say(HOSTS_CHANGED, null);
}

/** Calls back when hosts or their portals changed, in any process. A lost message is made up for within seconds by the caches' ages. */
export function onHostsChanged(core: Core, listener: () => void): () => void {
  return core.news.onSaid(HOSTS_CHANGED, listener);
}

const KEY_OF = { logo: "logoKey", "dark-logo": "darkLogoKey", icon: "iconKey", share: "shareKey" } as const satisfies Record<
  PortalPicture,
  keyof PortalRow
>;

/** The view of a portal without data, until somebody chooses another one: metropolitan France. */
const WIDE_VIEW = { lon: 2.4, lat: 46.6, zoom: 5 };

const portalLocales = z.array(locale).min(1);

/** What visitors read of a portal. */
export function viewOf(core: Core, row: PortalRow): PortalView {
  const pathOf = (picture: PortalPicture) => {
    const version = row[KEY_OF[picture]]?.split("/").pop()?.slice(0, 16);
    return version ? `/assets/portals/${row.id}/${picture}?v=${version}` : null;
  };
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    communityName: row.communityName ?? "",
    tagline: localized.parse(row.tagline),
    baseTheme: row.baseTheme,
    theme: sanitiseOverrides(row.theme).overrides,
    logoPath: pathOf("logo"),
    darkLogoPath: pathOf("dark-logo"),
    iconPath: pathOf("icon"),
    sharePath: pathOf("share"),
    locales: portalLocales.parse(row.locales),
    view: row.extent ? viewAround(row.extent) : mapView.parse(row.view),
    content: portalContent.parse(row.content),
    showPoweredBy: row.showPoweredBy,
    embedding: embedding.parse(row.embedding),
    hasAnswers: row.hasAnswers,
    isOnline: row.status === "live",
    hosts: row.hosts,
    origin: portalOrigin(core.env, row.hosts[0] ?? portalHost(core.env, row.slug)),
    frozen: row.frozenAt && { since: row.frozenAt, reason: row.frozenReason ?? "", all: row.isAllFrozen ?? false },
    updatedAt: row.updatedAt,
  };
}

function portalOf(core: Core, row: PortalRow): Portal {
  const view = viewOf(core, row);
  const status = portalStatus.parse(row.status);
  return {
    ...view,
    address: view.origin,
    communityId: row.communityId,
    status,
    isViewChosen: row.isViewChosen,
    reporting: reporting.parse(row.reporting),
    reportReview: reportReview.parse(row.reportReview),
    datasets: row.datasets,
  };
}

/** The portal of a host name (without port), for anyone. */
export async function portalByHost(core: Core, rawHost: string): Promise<PortalView | null> {
  const host = rawHost.toLowerCase().replace(/\.$/, "");
  const cached = hostCache(core).get(host);
  countLookup("portals", cached !== undefined);
  if (cached) return cached.portal;
  const row = await core.database.withTenant(scopeOf(anonymous), (tx) => portalOfHost(tx, host));
  const portal = row ? viewOf(core, row) : null;
  hostCache(core).set(host, { portal });
  return portal;
}

/** What the host of a portal that does not answer says; null for any other host. */
export async function closedPortalByHost(core: Core, rawHost: string): Promise<ClosedPortal | null> {
  const host = rawHost.toLowerCase().replace(/\.$/, "");
  const row = await core.database.withSystem((tx) => closedPortalOfHost(tx, host));
  if (!row) return null;
  const states = [row.portalStatus, row.communityStatus];
  const state = (["deleted", "archived", "suspended"] as const).find((one) => states.includes(one));
  return state
    ? { name: row.name, state, eraseAt: state === "deleted" ? row.eraseAt : null, isWhole: row.communityStatus !== "active" }
    : null;
}

function datasetTitleFor(row: { datasetTitle: string; language: string; texts: unknown }, locale: string | undefined) {
  if (locale === undefined) return { datasetTitle: row.datasetTitle };
  const { text, lang } = sayIn(translationsOf(row.texts), { reader: locale, language: row.language })("title", row.datasetTitle);
  return { datasetTitle: text, datasetTitleLang: lang };
}

/**
 * The layers of a portal's map that the caller may see, top layer first.
 *
 * @param locale the reader's language; absent: texts as their owners wrote them
 */
export function portalLayers(core: Core, actor: Actor, portalId: string, locale?: string): Promise<PortalLayer[]> {
  return core.database
    .withTenant(scopeOf(actor), async (tx) => {
      if (!(await isOpenPortal(tx, portalId))) throw new DomainError("not-found", "portal-not-found");
      return layersFrom(await portalLayerRows(tx, portalId), locale);
    })
    .then((whole) => (mayHaveGrants(actor) ? withParts(core, actor, portalId, locale, whole) : whole));
}

/** The layers of which the caller's grants open a part come last, below the others. */
async function withParts(
  core: Core,
  actor: Actor,
  portalId: string,
  locale: string | undefined,
  whole: PortalLayer[],
): Promise<PortalLayer[]> {
  const seen = new Set(whole.map(({ id }) => id));
  const opened = await core.database.withLens(scopeOf(actor), async (tx) => layersFrom(await portalLayerRows(tx, portalId), locale));
  const parts = opened.filter(({ id }) => !seen.has(id));
  return [...whole, ...(await summariesThrough(core, actor, parts))];
}

export function layersFrom(rows: readonly PortalLayerRow[], locale: string | undefined): PortalLayer[] {
  return rows.map((row) => ({
    ...layerSummaryOf(row, locale ? { reader: locale, language: row.language } : null),
    datasetSlug: row.datasetSlug,
    ...datasetTitleFor({ ...row, texts: row.datasetTexts }, locale),
    isSynthetic: row.isSynthetic,
    licence: row.licence,
    isVisible: row.isVisible,
  }));
}

/** The datasets of a portal's map with georeferenced images, which the caller may see. */
export function portalPictures(core: Core, actor: Actor, portalId: string, locale?: string): Promise<PortalPictures[]> {
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    if (!(await isOpenPortal(tx, portalId))) throw new DomainError("not-found", "portal-not-found");
    return (await portalPictureRows(tx, portalId)).map(({ west, south, east, north, language, texts, ...row }) => ({
      ...row,
      ...datasetTitleFor({ ...row, language, texts }, locale),
      bbox: [west, south, east, north],
    }));
  });
}

export function listPortals(core: Core, actor: MemberActor): Promise<Portal[]> {
  return core.database.withTenant(actor, async (tx) => (await communityPortals(tx, actor.communityId)).map((row) => portalOf(core, row)));
}

export function getPortal(core: Core, actor: MemberActor, portalId: string): Promise<Portal> {
  return core.database.withTenant(actor, (tx) => readPortal(core, tx, actor, portalId));
}

async function readPortal(core: Core, tx: Tx, actor: MemberActor, portalId: string): Promise<Portal> {
  const [row] = await communityPortals(tx, actor.communityId, portalId);
  if (!row) throw new DomainError("not-found", "portal-not-found");
  return portalOf(core, row);
}

/** Whether an address is the platform's own, or would be believed to be. */
export function isAddressReserved(core: Core, slug: string): boolean {
  return isReserved(slug) || ownHosts(core.env).includes(portalHost(core.env, slug));
}

/** Whether a portal could use this address, and the resulting address. */
export async function checkAddress(core: Core, actor: MemberActor, slug: string) {
  const host = portalHost(core.env, slug);
  const address = portalOrigin(core.env, host);
  if (isAddressReserved(core, slug)) return { isFree: false, address, reason: "reserved" as const };
  const isTaken = await core.database.withTenant(actor, async (tx) => (await tx.portalHost.count({ where: { host } })) > 0);
  return { isFree: !isTaken, address, reason: isTaken ? ("taken" as const) : null };
}

export async function createPortal(core: Core, actor: MemberActor, input: z.infer<typeof createPortalInput>): Promise<Portal> {
  const { slug, datasets, communityId: _, templateId, isBlank = false, view, isOnline, ...rest } = input;
  const status = isOnline ? "live" : "preparing";
  const settings = { ...rest, view: view ?? WIDE_VIEW, isViewChosen: view !== undefined, status, hasStartList: !isOnline };
  const answer = await checkAddress(core, actor, slug);
  if (!answer.isFree) throw new DomainError("conflict", `address-${answer.reason}`, { address: answer.address }, "slug");
  assertReadableTheme(settings.baseTheme, settings.theme);
  const { communityId } = actor;
  const portal = await orAddressTaken(answer.address, () =>
    core.database.withTenant(actor, async (tx) => {
      const { id } = await tx.portal.create({ data: { ...settings, slug, communityId }, select: { id: true } });
      await tx.portalHost.create({ data: { host: portalHost(core.env, slug), portalId: id, communityId, isPrimary: true } });
      await listInPortal(tx, actor, id, datasets);
      await beginSite(tx, actor, { portalId: id, baseTheme: settings.baseTheme, templateId, isBlank });
      const { baseTheme, theme } = settings;
      await keepThemeVersion(tx, actor, id, { before: null, after: { baseTheme, theme } });
      await recordChange(tx, actor, "portal.created", id, { name: settings.name, address: answer.address });
      return readPortal(core, tx, actor, id);
    }),
  );
  forgetHosts(core);
  return portal;
}

async function orAddressTaken<T>(address: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "address-taken", { address }, "slug");
    throw error;
  }
}

export async function updatePortal(core: Core, actor: MemberActor, input: z.infer<typeof updatePortalInput>): Promise<Portal> {
  const { portalId, communityId: _, datasets, view, ...changes } = input;
  const portal = await core.database.withTenant(actor, async (tx) => {
    const before = await readPortal(core, tx, actor, portalId);
    if (changes.baseTheme !== undefined || changes.theme !== undefined) {
      assertReadableTheme(changes.baseTheme ?? before.baseTheme, changes.theme ?? before.theme);
    }
    const data = {
      ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
      ...(view && { view, isViewChosen: true }),
      ...(view === null && { isViewChosen: false }),
    };
    await tx.portal.update({ where: { id: portalId, communityId: actor.communityId }, data: { ...data, updatedAt: new Date() } });
    if (datasets) await listInPortal(tx, actor, portalId, datasets);
    const after = { baseTheme: changes.baseTheme ?? before.baseTheme, theme: changes.theme ?? before.theme };
    if (!isSameTheme(before, after)) await keepThemeVersion(tx, actor, portalId, { before, after });
    const fields = [...Object.keys(data), ...(datasets ? ["datasets"] : [])].join(", ");
    await recordChange(tx, actor, "portal.updated", portalId, { name: changes.name ?? before.name, fields });
    return readPortal(core, tx, actor, portalId);
  });
  forgetHosts(core);
  return portal;
}

/** Replaces the datasets that a portal lists. A dataset that the community may not list rolls the whole change back. */
async function listInPortal(
  tx: Tx,
  actor: MemberActor,
  portalId: string,
  datasets: { datasetId: string; isVisible: boolean }[],
): Promise<void> {
  const { communityId } = actor;
  const ids = datasets.map((dataset) => dataset.datasetId);
  if (new Set(ids).size < ids.length) throw new DomainError("invalid", "dataset-listed-twice", {}, "datasets");
  const listable = await tx.dataset.count({
    where: { id: { in: ids }, OR: [{ communityId }, { isShared: true, visibility: "public", status: "published" }] },
  });
  if (listable < ids.length) throw new DomainError("invalid", "dataset-not-listable", {}, "datasets");
  const before = await tx.portalDataset.findMany({ where: { portalId, communityId }, select: { datasetId: true } });
  await tx.portalDataset.deleteMany({ where: { portalId, communityId } });
  await tx.portalDataset.createMany({
    data: datasets.map(({ datasetId, isVisible }, position) => ({ portalId, datasetId, communityId, isVisible, position })),
  });
  for (const datasetId of ids.filter((one) => !before.some((listed) => listed.datasetId === one))) {
    await emit(tx, "portal.dataset-listed", communityId, { portalId, datasetId, actorId: actor.userId });
  }
}

/** Sets a picture of a portal: PNG, JPEG, WebP or SVG, rendered again by us. */
export async function setPicture(
  core: Core,
  actor: MemberActor,
  portalId: string,
  picture: PortalPicture,
  file: ArrivingFile,
): Promise<Portal> {
  const image = await drawPicture(core, actor, picture, file);
  const { key } = await core.storage.put(Readable.from([image]));
  return changePicture(core, actor, portalId, picture, key);
}

/** Returns to what the portal shows without the picture. */
export function removePicture(core: Core, actor: MemberActor, portalId: string, picture: PortalPicture): Promise<Portal> {
  return changePicture(core, actor, portalId, picture, null);
}

async function changePicture(
  core: Core,
  actor: MemberActor,
  portalId: string,
  picture: PortalPicture,
  key: string | null,
): Promise<Portal> {
  const portal = await core.database.withTenant(actor, async (tx) => {
    const before = await readPortal(core, tx, actor, portalId);
    const data = { [KEY_OF[picture]]: key, updatedAt: new Date() };
    await tx.portal.update({ where: { id: portalId, communityId: actor.communityId }, data });
    await recordChange(tx, actor, "portal.updated", portalId, { name: before.name, fields: picture });
    return readPortal(core, tx, actor, portalId);
  });
  forgetHosts(core);
  return portal;
}

/** The object of a picture of a portal, for callers who may see the portal. */
export async function pictureKeyOf(core: Core, actor: Actor, portalId: string, picture: PortalPicture): Promise<string | null> {
  const portal = await core.database.withTenant(scopeOf(actor), (tx) =>
    tx.portal.findUnique({ where: { id: portalId }, select: { logoKey: true, darkLogoKey: true, iconKey: true, shareKey: true } }),
  );
  return portal?.[KEY_OF[picture]] ?? null;
}

/** Name and main host of a live portal, for addresses that leave it. */
export async function siteOfPortal(core: Core, portalId: string): Promise<{ name: string; host: string }> {
  const portal = await core.database.withSystem((tx) =>
    tx.portal.findFirst({
      where: { id: portalId, status: "live" },
      select: { name: true, slug: true, hosts: { select: { host: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }], take: 1 } },
    }),
  );
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  return { name: portal.name, host: portal.hosts[0]?.host ?? portalHost(core.env, portal.slug) };
}

/** The community of a portal: the gate needs it to check who may manage the portal. */
export async function communityOfPortal(core: Core, portalId: string): Promise<string> {
  const portal = await core.database.withSystem((tx) => tx.portal.findUnique({ where: { id: portalId }, select: { communityId: true } }));
  if (!portal) throw new DomainError("not-found", "portal-not-found");
  return portal.communityId;
}

/** Records a change of a portal: audit entry and event. */
async function recordChange(tx: Tx, actor: MemberActor, action: AuditAction, id: string, summary: Record<string, string>): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await audit(tx, { communityId, actorId, action, resourceType: "portal", resourceId: id, summary });
  await emit(tx, action, communityId, { portalId: id });
}
