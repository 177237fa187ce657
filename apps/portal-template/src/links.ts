import type { FacetName } from "@archipel/contracts/dataset-catalogue.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { type PlaceQuery, placeText } from "./features/answers/place-query.ts";

/** Builds every URL of a portal's site. */

/** Several values of one name are alternatives. `place`: the name of a place; `box`: its extent, west,south,east,north. */
export type CatalogueQuery = Partial<
  Record<"q" | "place" | "box" | "sort" | "cursor", string | undefined> & Record<FacetName, string | readonly string[] | undefined>
>;

/** What the anchor of a story's chapter begins with; its key follows. */
export const CHAPTER_ANCHOR = "c-";

export interface EmbedLinkQuery {
  readonly map?: string | undefined;
  readonly layers?: string | undefined;
  readonly basemap?: string | undefined;
  readonly filters?: string | undefined;
  readonly theme?: string | undefined;
  readonly view?: string | undefined;
}

export interface ReportsQuery {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
  readonly theme?: string | undefined;
  readonly mine?: string | undefined;
  /** Slug of the dataset that the reports are about. */
  readonly dataset?: string | undefined;
  readonly cursor?: string | undefined;
}

/** `flies`: a flight begins at once. `at`: longitude and latitude of the place to see. */
export interface PointsQuery {
  readonly flies?: boolean;
  readonly at?: readonly [lon: number, lat: number] | undefined;
}

const pointsQuery = ({ flies, at }: PointsQuery) => ({
  fly: flies ? "1" : undefined,
  at: at?.map((degrees) => degrees.toFixed(6)).join(","),
});

export const LEGAL_PAGES = ["notices", "accessibility", "privacy", "cookies"] as const;
export type LegalPage = (typeof LEGAL_PAGES)[number];

export const links = {
  home: (locale: Locale) => `/${locale}`,
  /** What applies at a place. `q`: a place to look for. */
  answer: (locale: Locale, query: PlaceQuery & { readonly q?: string | undefined } = {}) => withQuery(`/${locale}/answer`, { ...query }),
  /** What applies at two places, side by side; without `b` it asks for the second. Each is the query of a place as text. `q`: a place to look for. */
  compare: (locale: Locale, query: { readonly a: PlaceQuery; readonly b?: PlaceQuery | undefined; readonly q?: string | undefined }) =>
    withQuery(`/${locale}/compare`, { a: placeText(query.a), b: query.b && placeText(query.b), q: query.q }),
  /** The short address of an answer, which opens in the reader's language. */
  shortAnswer: (id: string) => `/a/${id}`,
  /** The same answer as JSON, and as a PDF. */
  answerJson: (portalId: string, locale: Locale, place: PlaceQuery) => withQuery("/report", { portal: portalId, ...place, lang: locale }),
  answerPdf: (portalId: string, locale: Locale, place: PlaceQuery) =>
    withQuery("/report.pdf", { portal: portalId, ...place, lang: locale }),
  /** Where a file of an answer is checked. */
  checkFile: (locale: Locale) => `/${locale}/check-file`,
  /** The map of the answer, as a picture. */
  answerMap: (portalId: string, locale: Locale, place: PlaceQuery, scheme: "light" | "dark") =>
    withQuery("/report.svg", { portal: portalId, ...place, lang: locale, scheme }),
  /** `q`: a place to look for at once; `layers`: ids to switch on; `box`: west,south,east,north to fit; `edit`, `see`: layer/feature, or layer/draft; `report`: new, draft, or layer/feature; `rule`: the answer's rule that the report contests; `place`: the answer to open; `data`: the layer/feature of it to open; `compare`: the place that the next one is compared with. */
  map: (
    locale: Locale,
    query: {
      readonly q?: string;
      readonly layers?: readonly string[];
      readonly box?: readonly number[];
      readonly edit?: string;
      readonly see?: string;
      readonly report?: string;
      readonly rule?: string;
      readonly place?: PlaceQuery;
      readonly data?: string;
      readonly compare?: PlaceQuery;
      /** The map raised by heights, as `encodeRelief` writes it. */
      readonly relief?: string;
    } = {},
  ) =>
    withQuery(`/${locale}/map`, {
      q: query.q,
      l: query.layers?.join(","),
      box: query.box?.join(","),
      edit: query.edit,
      see: query.see,
      report: query.report,
      rule: query.rule,
      ...query.place,
      data: query.data,
      compare: query.compare && placeText(query.compare),
      relief: query.relief,
    }),
  /** What the map shows, as a file of the map's page. */
  mapData: (locale: Locale, revision: string) => withQuery(`/${locale}/map/data`, { v: revision }),
  /** A point-cloud layer in three dimensions. */
  points: (locale: Locale, layerId: string, seen: PointsQuery = {}) =>
    withQuery(`/${locale}/points/${encodeURIComponent(layerId)}`, pointsQuery(seen)),
  /** The form that takes an area of it home. */
  takePoints: (locale: Locale, layerId: string) => `/${locale}/points/${encodeURIComponent(layerId)}/take`,
  /** The point cloud of the portal, or the list of them. */
  firstPoints: (locale: Locale, seen: PointsQuery = {}) => withQuery(`/${locale}/points`, pointsQuery(seen)),
  /** The saved maps and stories that everyone finds. */
  maps: (locale: Locale, query: { readonly cursor?: string | undefined } = {}) => withQuery(`/${locale}/maps`, { ...query }),
  /** A member's own maps, and those that a manager looks after. */
  ownMaps: (locale: Locale) => `/${locale}/maps/mine`,
  /** `chapter`: the key of a story's chapter. */
  savedMap: (locale: Locale, slug: string, chapter?: string) =>
    `/${locale}/maps/${encodeURIComponent(slug)}${chapter ? `#${CHAPTER_ANCHOR}${chapter}` : ""}`,
  editMap: (locale: Locale, slug: string) => `/${locale}/maps/${encodeURIComponent(slug)}/edit`,
  /** The map for frames of other sites. `map`: a saved map; `layers`, `view`: as the map's own address has them. */
  embed: (locale: Locale, { map, layers, basemap, filters, theme, view }: EmbedLinkQuery = {}) =>
    `${withQuery(`/${locale}/embed`, { map, l: layers, b: basemap, f: filters, theme })}${view ? `#${view}` : ""}`,
  /** The script of the element for other sites: its version is that of its attributes and messages. */
  embedScript: () => "/embed.js?v=1",
  catalogue: (locale: Locale, query: CatalogueQuery = {}) => withQuery(`/${locale}/catalogue`, { ...query }),
  /** `preview`: which rows of it the page shows. */
  dataset: (locale: Locale, slug: string, preview: Readonly<Record<string, string | undefined>> = {}) =>
    withQuery(`/${locale}/catalogue/${encodeURIComponent(slug)}`, preview),
  reports: (locale: Locale, query: ReportsQuery = {}) => withQuery(`/${locale}/reports`, { ...query }),
  /** `follow`: the secret of a report without an account. */
  report: (locale: Locale, number: number, follow?: string) => withQuery(`/${locale}/reports/${number}`, { follow }),
  /** A photo or file of a report, by its path on core-api, which may have a query; `follow` as above. */
  reportFile: (path: string, follow?: string) =>
    `/api/core${path}${follow ? `${path.includes("?") ? "&" : "?"}follow=${encodeURIComponent(follow)}` : ""}`,
  /** The features of a layer behind a figure of its dataset's quality sheet. */
  behindFigure: (
    locale: Locale,
    slug: string,
    query: { readonly layer: string; readonly figure: string; readonly column?: string; readonly cursor?: string },
  ) => withQuery(`/${locale}/catalogue/${encodeURIComponent(slug)}/quality`, { ...query }),
  /** Where a person asks to join the portal's community, or another whose data it shows. */
  join: (locale: Locale, query: { readonly community?: string | undefined; readonly role?: "member" | "contributor" } = {}) =>
    withQuery(`/${locale}/join`, { ...query }),
  account: (locale: Locale) => `/${locale}/account`,
  /** Where the author of a contribution settles its conflicts. */
  conflicts: (locale: Locale, contributionId: string) => `/${locale}/account/contributions/${encodeURIComponent(contributionId)}`,
  help: (locale: Locale, topic?: string) => `/${locale}/help${topic ? `/${encodeURIComponent(topic)}` : ""}`,
  legal: (locale: Locale, page: LegalPage) => `/${locale}/legal/${page}`,
  /** The draft of a page, by its secret. */
  preview: (locale: Locale, token: string) => `/${locale}/preview/${encodeURIComponent(token)}`,
  /** The alerts of the portal; `page` of the past ones, from 1. */
  alerts: (locale: Locale, page = 1) => withQuery(`/${locale}/alerts`, { page: page > 1 ? String(page) : undefined }),
  alert: (locale: Locale, id: string) => `/${locale}/alerts/${encodeURIComponent(id)}`,
  /** The news of the portal; `page` from 1. */
  news: (locale: Locale, page = 1) => withQuery(`/${locale}/news`, { page: page > 1 ? String(page) : undefined }),
  /** A page that the community wrote, by its path. */
  page: (locale: Locale, slug: string) => `/${locale}/${slug.split("/").map(encodeURIComponent).join("/")}`,
  /** The page at `rest` (path and query after the language) in another language. */
  inLanguage: (locale: Locale, rest: string) => `/${locale}${rest}`,
  themeLogo: (themeId: string) => `/themes/${themeId}/logo.svg`,
  icon: () => "/icon.svg",
  manifest: () => "/manifest.webmanifest",
  /** What other sites show for a page: the portal's own picture, else a drawing with its question. */
  shareImage: (portal: { readonly sharePath: string | null }) => portal.sharePath ?? "/opengraph.png",
  tileJson: (layerId: string) => `/tiles/${layerId}.json`,
  tiles: (layerId: string) => `/tiles/${layerId}/{z}/{x}/{y}.mvt`,
  ogc: () => "/ogc",
  /** A point cloud in the STAC catalogue. */
  stac: (layerId: string) => `/stac/collections/${layerId}`,
  /** The height in the middle of a box, from one dataset. */
  heights: (datasetSlug: string, box: readonly number[] | null) => {
    const [west = 0, south = 0, east = 0, north = 0] = box ?? [];
    const place = `lon=${((west + east) / 2).toFixed(5)}&lat=${((south + north) / 2).toFixed(5)}`;
    return `/altimetrie/1.0/calcul/alti/rest/elevation.json?${place}&resource=${datasetSlug}`;
  },
  layerDownload: (layerId: string, format: "geojson" | "gpkg" | "csv") => `/downloads/${layerId}.${format}`,
  attachment: (attachmentId: string) => `/downloads/attachments/${attachmentId}`,
  attachmentPreview: (attachmentId: string) => `/downloads/attachments/${attachmentId}/preview`,
  /** Atom feeds: of the portal's datasets, of the changes of one, of the public reports, of the news, of the alerts; and one alert as a CAP message. */
  datasetsFeed: (portalId: string, locale: Locale) => withQuery("/feeds/datasets.atom", { portal: portalId, lang: locale }),
  changesFeed: (portalId: string, datasetId: string, locale: Locale) =>
    withQuery(`/feeds/datasets/${datasetId}.atom`, { portal: portalId, lang: locale }),
  reportsFeed: (portalId: string, locale: Locale) => withQuery("/feeds/reports.atom", { portal: portalId, lang: locale }),
  alertsFeed: (portalId: string, locale: Locale) => withQuery("/feeds/alerts.atom", { portal: portalId, lang: locale }),
  alertCap: (portalId: string, id: string) => withQuery(`/feeds/alerts/${id}.cap`, { portal: portalId }),
  newsFeed: (portalId: string, locale: Locale) => withQuery("/feeds/news.atom", { portal: portalId, lang: locale }),
  datasetDownload: (datasetId: string) => `/downloads/datasets/${datasetId}.gpkg`,
  /** In the console: a dataset as everyone sees it, or somebody else. */
  consoleViewAs: (community: string, datasetId: string) => `/c/${community}/datasets/${datasetId}?tab=rights&view=everyone`,
} as const;

/** The page at `rest` in each language of a portal, for search engines; without a language, the browser's is chosen. */
export function alternates(locales: readonly Locale[], rest: string): Record<string, string> {
  return { ...Object.fromEntries(locales.map((locale) => [locale, links.inLanguage(locale, rest)])), "x-default": rest || "/" };
}

function withQuery(path: string, query: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const entries = Object.entries(query).flatMap(([name, values]) =>
    [values ?? []].flat().flatMap((value): [string, string][] => (value ? [[name, value]] : [])),
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}
