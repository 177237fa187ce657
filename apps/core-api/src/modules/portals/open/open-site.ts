import { type BlockNeeds, needsOf } from "@archipel/blocks/needs.ts";
import { referencesOfBlocks } from "@archipel/blocks/references.ts";
import { MAPS_OF_BLOCK } from "@archipel/contracts/maps.ts";
import type { AskedPage, OpenedPage, PortalSite } from "@archipel/contracts/portals.ts";
import { NEWS_OF_BLOCK } from "@archipel/contracts/site-pages.ts";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { currentOpening } from "../../alerts/service/read.ts";
import { listedOpening } from "../../datasets/catalogue/service.ts";
import { publishedOpening } from "../../maps/service/read.ts";
import { contextOpening } from "../../site/context/look-up.ts";
import { newsOpening } from "../../site/news/service/list.ts";
import { siteOpening } from "../../site/service/read.ts";
import { idOfHost, openedRead, portalLayersRead } from "../queries.ts";
import { layersFrom, viewOf } from "../service.ts";

const NOTHING: BlockNeeds = { datasets: false, layers: false, maps: false, news: false };

/**
 * What every page of a portal needs, and what the blocks of the page that is asked for show: one call, two round trips to the database. A
 * portal that nobody visited for a while is opened nearly as fast as the others. Null for a host without a live portal.
 */
export async function openSite(
  core: Core,
  { host: rawHost, page: asked }: { readonly host: string; readonly page?: AskedPage | undefined },
): Promise<PortalSite | null> {
  const host = rawHost.toLowerCase().replace(/\.$/, "");
  const slug = asked?.slug ?? null;
  const visitor = scopeOf(anonymous);
  const rows = await core.database.readTogether(visitor, { opened: openedRead(host), ...siteOpening.reads(idOfHost(host), slug) });
  const [[row], [frame], [home], [page]] = [rows.opened, rows.frame, rows.home, rows.page];
  if (!row || !frame) return null;
  const portalId = row.id;
  const shown = slug === null ? home : page;
  const blocks = slug === null || page ? siteOpening.blocksOf(shown, frame) : [];
  const contexts = {
    ofFrame: contextOpening.read(portalId, siteOpening.frameReferences(frame)),
    ofHome: home ? contextOpening.read(portalId, referencesOfBlocks(siteOpening.blocksOf(home, frame))) : null,
    ofPage: page ? contextOpening.read(portalId, referencesOfBlocks(blocks)) : null,
  };
  const now = new Date();
  const needs = asked ? needsOf(blocks) : NOTHING;
  const found = await core.database
    .readTogether(visitor, {
      ...contexts,
      ...currentOpening.reads(portalId, now),
      datasets: needs.datasets ? listedOpening.read(portalId) : null,
      layers: needs.layers ? portalLayersRead(portalId) : null,
      maps: needs.maps ? publishedOpening.read(portalId, MAPS_OF_BLOCK) : null,
      news: needs.news ? newsOpening.read(portalId, NEWS_OF_BLOCK) : null,
    })
    .catch((error: unknown) => {
      // What is slow or broken there is asked for apart, and shown or left out.
      core.log.warn({ err: error, portalId }, "a portal was opened without what its page shows");
      return null;
    });
  const context = found ?? (await core.database.readTogether(visitor, contexts));
  const from = (of: keyof typeof contexts) => contextOpening.from(portalId, context[of]);
  const { hasMaps, takesRequests, reporting } = row;
  const site: PortalSite = {
    portal: viewOf(core, row),
    frame: siteOpening.frameFrom(frame, from("ofFrame")),
    home: home ? siteOpening.pageFrom(home, frame, from("ofHome")) : null,
    hasMaps,
    takesRequests,
    isReporting: reporting !== "nobody",
  };
  if (!found) return site;
  const alerts = currentOpening.from(found, now);
  if (!asked) return { ...site, alerts };
  const covers = contextOpening.read(portalId, newsOpening.references(found.news));
  const { ofNews } = await core.database.readTogether(visitor, { ofNews: covers });
  const opened: OpenedPage = {
    ...asked,
    page: page ? siteOpening.pageFrom(page, frame, from("ofPage")) : null,
    datasets: needs.datasets ? listedOpening.from(found.datasets, asked.locale) : null,
    layers: needs.layers ? layersFrom(found.layers, asked.locale) : null,
    maps: needs.maps ? publishedOpening.from(found.maps) : null,
    news: needs.news ? newsOpening.from(found.news, contextOpening.from(portalId, ofNews)) : null,
  };
  return { ...site, alerts, opened };
}
