import { type BlockNeeds, needsOf } from "@archipel/blocks/needs.ts";
import { referencesOfBlocks } from "@archipel/blocks/references.ts";
import { MAPS_OF_BLOCK } from "@archipel/contracts/maps.ts";
import type { OpenedPage, openSiteInput, PortalSite } from "@archipel/contracts/portals.ts";
import { NEWS_OF_BLOCK } from "@archipel/contracts/site-pages.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import { everyoneAt } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { currentOpening } from "../../alerts/service/read.ts";
import { listedOpening } from "../../datasets/catalogue/service.ts";
import { publishedOpening } from "../../maps/service/read.ts";
import { contextOpening } from "../../site/context/look-up.ts";
import { newsOpening } from "../../site/news/service/list.ts";
import { siteOpening } from "../../site/service/read.ts";
import { type Seen, seenRead } from "../queries/openings.ts";
import { idOfHost, openedRead, portalLayersRead } from "../queries.ts";
import { layersFrom, viewOf } from "../service.ts";

const NOTHING: BlockNeeds = { datasets: false, layers: false, maps: false, news: false };
/** Most homes show these, so they are read before the home is known. They cost less than another round trip. */
const OF_MOST_HOMES: BlockNeeds = { ...NOTHING, datasets: true, news: true };

export type Asked = Pick<z.infer<typeof openSiteInput>, "host" | "page"> & {
  /** The portal that the caller has a pass to. */
  readonly passTo?: string | undefined;
};

/** What a portal is opened with, and how long that is true. */
export interface Opening {
  readonly site: PortalSite;
  /** The transactions that it shows; null: it lacks something, and is not kept. */
  readonly seen: Seen | null;
  /** When it changes by the clock alone; null: it does not. */
  readonly until: Date | null;
}

export const hostOf = (asked: string) => asked.toLowerCase().replace(/\.$/, "");

/** What a portal is opened with, put together now. Null for a host without a live portal. */
export async function openSite(core: Core, asked: Asked): Promise<PortalSite | null> {
  return (await readOpening(core, asked))?.site ?? null;
}

/**
 * What every page of a portal needs, and what the blocks of the page that is asked for show, in one call: a portal that nobody visited for a
 * while is opened nearly as fast as the others. Most homes take one round trip to the database. Null for a host without a live portal.
 */
export async function readOpening(core: Core, asked: Asked): Promise<Opening | null> {
  try {
    return await open(core, asked, true);
  } catch (error) {
    // What is slow or broken there is asked for apart, and shown or left out.
    core.log.warn({ err: error, host: asked.host }, "a portal is opened without what its page shows");
    return open(core, asked, false);
  }
}

/** @param isWhole with the alerts, and what the page shows */
async function open(core: Core, { host: rawHost, page: asked, passTo }: Asked, isWhole: boolean): Promise<Opening | null> {
  const host = hostOf(rawHost);
  const [visitor, now, slug] = [everyoneAt({ passTo }), new Date(), asked?.slug ?? null];
  const early = isWhole && asked && slug === null ? OF_MOST_HOMES : NOTHING;
  const byHost = idOfHost(host);
  const first = await core.database.readTogether(visitor, {
    // Before everything else: what changes from now on is not among what it has seen.
    seen: isWhole ? seenRead : null,
    opened: openedRead(host),
    ...siteOpening.reads(byHost, slug),
    checked: isWhole ? currentOpening.reads(byHost, now).checked : null,
    ...blockReads(byHost, early),
  });
  const [[row], [frame], [home], [page]] = [first.opened, first.frame, first.home, first.page];
  if (!row || !frame) return null;
  const portalId = row.id;
  const blocks = slug === null || page ? siteOpening.blocksOf(slug === null ? home : page, frame) : [];
  const needs = isWhole && asked ? needsOf(blocks) : NOTHING;
  // Most communities keep no alerts.
  const { inForce, next } = first.checked.length > 0 ? currentOpening.reads(Prisma.sql`${portalId}::uuid`, now) : NO_ALERTS;
  const then = await core.database.readTogether(visitor, {
    inForce,
    next,
    ofFrame: contextOpening.read(portalId, siteOpening.frameReferences(frame)),
    ofHome: home ? contextOpening.read(portalId, referencesOfBlocks(siteOpening.blocksOf(home, frame))) : null,
    ofPage: page ? contextOpening.read(portalId, referencesOfBlocks(blocks)) : null,
    ofNews: early.news ? contextOpening.read(portalId, newsOpening.references(first.news)) : null,
    layers: needs.layers ? portalLayersRead(portalId) : null,
    maps: needs.maps ? publishedOpening.read(portalId, MAPS_OF_BLOCK) : null,
    ...blockReads(Prisma.sql`${portalId}::uuid`, { datasets: needs.datasets && !early.datasets, news: false }),
  });
  const context = (rows: typeof then.ofFrame) => contextOpening.from(portalId, rows);
  const { hasMaps, takesRequests, reporting } = row;
  const site: PortalSite = {
    portal: viewOf(core, row),
    frame: siteOpening.frameFrom(frame, context(then.ofFrame)),
    home: home ? siteOpening.pageFrom(home, frame, context(then.ofHome)) : null,
    hasMaps,
    takesRequests,
    isReporting: reporting !== "nobody",
  };
  if (!isWhole) return { site, seen: null, until: null };
  const alerts = currentOpening.from({ ...first, ...then }, now);
  // Alerts alone begin and end by the clock. What else does, such as a right that ends, must be the earliest of all here.
  const truth = { seen: first.seen[0] ?? null, until: alerts.changesAt };
  if (!asked) return { site: { ...site, alerts }, ...truth };
  const opened: OpenedPage = {
    ...asked,
    page: page ? siteOpening.pageFrom(page, frame, context(then.ofPage)) : null,
    datasets: needs.datasets ? listedOpening.from(early.datasets ? first.datasets : then.datasets, asked.locale) : null,
    layers: needs.layers ? layersFrom(then.layers, asked.locale) : null,
    maps: needs.maps ? publishedOpening.from(then.maps) : null,
    // On other pages they are rare, and asked for apart.
    news: needs.news && early.news ? newsOpening.from(first.news, context(then.ofNews)) : null,
  };
  return { site: { ...site, alerts, opened }, ...truth };
}

const NO_ALERTS = { inForce: null, next: null };

const blockReads = (portal: Prisma.Sql, { datasets, news }: Pick<BlockNeeds, "datasets" | "news">) => ({
  datasets: datasets ? listedOpening.read(portal) : null,
  news: news ? newsOpening.read(portal, NEWS_OF_BLOCK) : null,
});
