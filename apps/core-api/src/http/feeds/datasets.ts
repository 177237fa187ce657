import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { messageKey } from "@archipel/i18n/message-key.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { anonymous } from "../../kernel/actor.ts";
import { browseCatalogue } from "../../modules/datasets/catalogue/service.ts";
import { type DatasetChange, datasetChanges } from "../../modules/datasets/changes/dataset-changes.ts";
import { type HttpRequest, idIn } from "../route.ts";
import type { AtomEntry, AtomFeed } from "./atom.ts";
import { ENTRIES, type FeedCall } from "./feed-call.ts";

/** The datasets of a portal, the latest change first: new ones and updated ones. */
export async function datasetsFeed({ core, visit, locale, cursor, portalName, origin, self }: FeedCall): Promise<AtomFeed> {
  const { portalId } = visit;
  const search = { portalId, locale, cursor, limit: ENTRIES, sort: "updated" as const, ...catalogueChoices.parse({}) };
  const { items, nextCursor } = await browseCatalogue(core, anonymous, search);
  const [t, tCommon] = [translator(locale, "datasets"), translator(locale, "common")];
  return {
    id: `urn:uuid:${portalId}#datasets`,
    title: t("feeds.datasets", { portal: portalName }),
    subtitle: t("feeds.datasetsText", { portal: portalName }),
    language: locale,
    updated: items[0]?.updatedAt ?? new Date(0),
    author: visit.communityName,
    links: {
      self: self(cursor),
      alternate: `${origin}/${locale}/catalogue`,
      first: self(null),
      next: nextCursor === null ? null : self(nextCursor),
    },
    entries: items.map((dataset) => ({
      id: `urn:uuid:${dataset.id}`,
      title: dataset.title,
      updated: dataset.updatedAt,
      author: dataset.communityName || visit.communityName,
      link: `${origin}/${locale}/catalogue/${encodeURIComponent(dataset.slug)}`,
      summary: dataset.abstract,
      categories: [tCommon(`topics.${dataset.topic}`), ...dataset.keywords.map((keyword) => dataset.keywordTexts?.[keyword] ?? keyword)],
      rights: tCommon(`licences.${messageKey(dataset.licence)}`),
    })),
  };
}

/** What changed in the data of one dataset, layer by layer. */
export async function changesFeed(call: FeedCall, request: HttpRequest): Promise<AtomFeed> {
  const { core, visit, locale, cursor, origin, self } = call;
  const datasetId = idIn(request, "datasetId");
  const found = await datasetChanges(core, { portalId: visit.portalId, datasetId, locale, cursor, limit: ENTRIES });
  const t = translator(locale, "datasets");
  const page = `${origin}/${locale}/catalogue/${encodeURIComponent(found.slug)}`;
  return {
    id: `urn:uuid:${datasetId}#changes`,
    title: t("feeds.changes", { title: found.title }),
    subtitle: t("feeds.changesText", { title: found.title }),
    language: locale,
    updated: found.items[0]?.at ?? found.updatedAt,
    author: found.communityName || visit.communityName,
    links: { self: self(cursor), alternate: page, first: self(null), next: found.nextCursor === null ? null : self(found.nextCursor) },
    entries: found.items.map((change) => changeEntry(call, change, page)),
  };
}

function changeEntry({ locale }: FeedCall, { layerId, layerTitle, revision, at, ...change }: DatasetChange, page: string): AtomEntry {
  const t = translator(locale, "datasets");
  const counted = (["inserted", "updated", "deleted"] as const).flatMap((kind) => {
    const count = change[kind];
    return count > 0 ? [t(`feeds.${kind}`, { count, formatted: formatNumber(locale, count) })] : [];
  });
  const isFirst = revision === 1;
  const summary = isFirst ? t("feeds.first", { layer: layerTitle }) : counted.join(", ") || t("feeds.revised", { layer: layerTitle });
  return {
    id: `urn:uuid:${layerId}#revision-${revision}`,
    title: isFirst ? t("feeds.first", { layer: layerTitle }) : t("feeds.revision", { layer: layerTitle, revision }),
    updated: at,
    published: at,
    link: page,
    summary,
  };
}
