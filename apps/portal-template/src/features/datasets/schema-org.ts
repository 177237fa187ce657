import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";
import { LICENCE_PAGES } from "./licence-pages.ts";

interface Where {
  readonly origin: string;
  readonly portalName: string;
  readonly locale: Locale;
}

/** The dataset in the words of schema.org, which search engines of data read. Null for data that are not for everyone. */
export function structuredData(dataset: Dataset, { origin, portalName, locale }: Where): object | null {
  if (dataset.visibility !== "public") return null;
  const { bbox, contactName, contactEmail, layers, licence } = dataset;
  const url = `${origin}${links.dataset(locale, dataset.slug)}`;
  return {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "@id": url,
    url,
    name: dataset.title,
    description: dataset.abstract || dataset.title,
    inLanguage: dataset.titleLang ?? locale,
    ...(dataset.identifier && { identifier: dataset.identifier }),
    ...(dataset.keywords.length > 0 && { keywords: dataset.keywords.map((keyword) => dataset.keywordTexts?.[keyword] ?? keyword) }),
    ...(LICENCE_PAGES[licence] && { license: LICENCE_PAGES[licence] }),
    isAccessibleForFree: true,
    creator: { "@type": "Organization", name: dataset.communityName },
    ...(contactEmail && { contactPoint: { "@type": "ContactPoint", email: contactEmail, ...(contactName && { name: contactName }) } }),
    ...(dataset.publishedAt && { datePublished: dataset.publishedAt.toISOString() }),
    dateModified: dataset.updatedAt.toISOString(),
    includedInDataCatalog: { "@type": "DataCatalog", name: portalName, url: `${origin}${links.catalogue(locale)}` },
    ...(bbox && {
      spatialCoverage: { "@type": "Place", geo: { "@type": "GeoShape", box: `${bbox[1]} ${bbox[0]} ${bbox[3]} ${bbox[2]}` } },
    }),
    distribution: layers.flatMap(({ id, title, abilities }) =>
      abilities.includes("downloads")
        ? DISTRIBUTIONS.map(([format, encodingFormat]) => ({
            "@type": "DataDownload",
            name: `${title} (${format})`,
            encodingFormat,
            contentUrl: `${origin}${links.layerDownload(id, format)}`,
          }))
        : [],
    ),
  };
}

const DISTRIBUTIONS = [
  ["gpkg", "application/geopackage+sqlite3"],
  ["geojson", "application/geo+json"],
  ["csv", "text/csv"],
] as const;
