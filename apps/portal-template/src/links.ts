import type { Locale } from "@archipel/i18n/locales.ts";
import type { BlockTarget } from "@archipel/theme/content.ts";
import { type PlaceQuery, placeText } from "./features/answers/place-query.ts";

/** Builds every URL of a portal's site. */

export interface CatalogueQuery {
  readonly q?: string | undefined;
  readonly topic?: string | undefined;
  readonly keyword?: string | undefined;
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
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

export const LEGAL_PAGES = ["notices", "accessibility", "privacy", "cookies"] as const;
export type LegalPage = (typeof LEGAL_PAGES)[number];

export const links = {
  home: (locale: Locale) => `/${locale}`,
  /** What applies at a place. `q`: a place to look for. */
  answer: (locale: Locale, query: PlaceQuery & { readonly q?: string | undefined } = {}) => withQuery(`/${locale}/answer`, { ...query }),
  /** What applies at two places, side by side; without `b` it asks for the second. Each is the query of a place as text. `q`: a place to look for. */
  compare: (locale: Locale, query: { readonly a: PlaceQuery; readonly b?: PlaceQuery | undefined; readonly q?: string | undefined }) =>
    withQuery(`/${locale}/compare`, { a: placeText(query.a), b: query.b && placeText(query.b), q: query.q }),
  /** The same answer as JSON, and as a PDF. */
  answerJson: (portalId: string, locale: Locale, place: PlaceQuery) => withQuery("/report", { portal: portalId, ...place, lang: locale }),
  answerPdf: (portalId: string, locale: Locale, place: PlaceQuery) =>
    withQuery("/report.pdf", { portal: portalId, ...place, lang: locale }),
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
    }),
  /** The map for frames of other sites. `layers`, `view`: as the map's own address has them. */
  embed: (locale: Locale, query: { readonly layers?: string; readonly theme?: string; readonly view?: string } = {}) =>
    `${withQuery(`/${locale}/embed`, { l: query.layers, theme: query.theme })}${query.view ? `#${query.view}` : ""}`,
  /** The script of the element for other sites: its version is that of its attributes and messages. */
  embedScript: () => "/embed.js?v=1",
  catalogue: (locale: Locale, query: CatalogueQuery = {}) => withQuery(`/${locale}/catalogue`, { ...query }),
  dataset: (locale: Locale, slug: string) => `/${locale}/catalogue/${encodeURIComponent(slug)}`,
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
  account: (locale: Locale) => `/${locale}/account`,
  /** Where the author of a contribution settles its conflicts. */
  conflicts: (locale: Locale, contributionId: string) => `/${locale}/account/contributions/${encodeURIComponent(contributionId)}`,
  help: (locale: Locale, topic?: string) => `/${locale}/help${topic ? `/${encodeURIComponent(topic)}` : ""}`,
  legal: (locale: Locale, page: LegalPage) => `/${locale}/legal/${page}`,
  /** A page that the search found, by its path. */
  page: (locale: Locale, slug: string) => `/${locale}/${slug.split("/").map(encodeURIComponent).join("/")}`,
  /** The page at `rest` (path and query after the language) in another language. */
  inLanguage: (locale: Locale, rest: string) => `/${locale}${rest}`,
  block: (locale: Locale, target: BlockTarget) => {
    if (target.page === "map") return links.map(locale);
    if (target.page === "help") return links.help(locale);
    return links.catalogue(locale, { topic: target.topic, q: target.query });
  },
  themeLogo: (themeId: string) => `/themes/${themeId}/logo.svg`,
  icon: () => "/icon.svg",
  openGraphImage: () => "/opengraph.png",
  tileJson: (layerId: string) => `/tiles/${layerId}.json`,
  tiles: (layerId: string) => `/tiles/${layerId}/{z}/{x}/{y}.mvt`,
  ogc: () => "/ogc",
  layerDownload: (layerId: string, format: "geojson" | "gpkg" | "csv") => `/downloads/${layerId}.${format}`,
  attachment: (attachmentId: string) => `/downloads/attachments/${attachmentId}`,
  attachmentPreview: (attachmentId: string) => `/downloads/attachments/${attachmentId}/preview`,
  datasetDownload: (datasetId: string) => `/downloads/datasets/${datasetId}.gpkg`,
} as const;

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}
