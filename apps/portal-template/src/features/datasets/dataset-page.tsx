import type { Dataset } from "@archipel/contracts/datasets.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Box, Download, Map as MapIcon, PackageOpen } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { env } from "../../env.ts";
import { links } from "../../links.ts";
import { SyntheticBadge } from "../catalogue/dataset-card.tsx";
import { CoverageSection } from "../clouds/coverage-section.tsx";
import { encodeRelief, FIRST_VIEW } from "../elevation/relief/relief-code.ts";
import { FollowEntry } from "../follows/follow-entry.tsx";
import { PartialAccess } from "../grants/partial-access.tsx";
import { ViewAsLink } from "../grants/view-as-link.tsx";
import { mapLook } from "../map-kit/map-look.ts";
import { LabelBadge } from "../quality/label-badge.tsx";
import { datasetLabelsOf } from "../quality/loaders.ts";
import { QualitySection } from "../quality/quality-section.tsx";
import { FeedLink } from "../site/feed-link.tsx";
import type { Site } from "../site/loaders.ts";
import { PageFrame } from "../site/page-frame.tsx";
import { Cite } from "./cite.tsx";
import { DatasetCredits } from "./dataset-credits.tsx";
import { DatasetDocuments } from "./dataset-documents.tsx";
import { DatasetFacts } from "./dataset-facts.tsx";
import { DatasetReports } from "./dataset-reports.tsx";
import { ExtentMap } from "./extent-map.tsx";
import { LayerSection } from "./layer-section.tsx";
import { picturesOf } from "./loaders.ts";
import { MiniMap } from "./mini-map.tsx";
import { PreviewSection } from "./preview/preview-section.tsx";
import type { PreviewQuery } from "./preview/query.ts";
import { StructuredData } from "./structured-data.tsx";
import { UseElsewhere } from "./use-elsewhere.tsx";

interface DatasetPageProps {
  readonly site: Site;
  readonly dataset: Dataset;
  readonly origin: string;
  readonly preview: PreviewQuery;
}

export async function DatasetPage({ site, dataset, origin, preview }: DatasetPageProps) {
  const [locale, t, tCommon, labels, pictures] = await Promise.all([
    getLocale(),
    getTranslations("portal.dataset"),
    getTranslations("common"),
    dataset.isPartial ? null : datasetLabelsOf(dataset.id),
    picturesOf(dataset),
  ]);
  const cloud = dataset.layers.find(({ kind }) => kind === "pointcloud");
  // What is about all of a dataset is not for people who see a part of it.
  const isWhole = !dataset.isPartial;
  const hasFiles = dataset.layers.some(({ abilities }) => abilities.includes("downloads"));
  const mapLink = mapLinkOf(locale, dataset, pictures.length > 0);
  return (
    <PageFrame>
      {isWhole && <StructuredData dataset={dataset} origin={origin} portalName={site.portal.name} />}
      <Breadcrumb
        label={tCommon("breadcrumb")}
        crumbs={[
          { label: site.portal.name, href: links.home(locale) },
          { label: inLocale(site.content.words.catalogue, locale), href: links.catalogue(locale) },
          { label: unbroken(dataset.title) },
        ]}
      />
      <article className="mt-6 grid items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-12">
          <header>
            <div className="flex flex-wrap gap-2">
              {dataset.isSynthetic && <SyntheticBadge />}
              {labels?.standings.map(({ state, label }) => state === "awarded" && <LabelBadge key={label.id} label={label} />)}
            </div>
            <h1 lang={dataset.titleLang} className="mt-2 text-headline">
              {unbroken(dataset.title)}
            </h1>
            <p className="mt-2 text-ink-muted">{dataset.communityName}</p>
            <p lang={dataset.abstractLang} className="mt-5 max-w-prose whitespace-pre-line text-large">
              {dataset.abstract}
            </p>
            <div className="mt-6 flex flex-wrap gap-3">
              <a href={mapLink} className={buttonClass({ tone: "primary" })}>
                <MapIcon aria-hidden className="size-5" />
                {t("seeOnMap")}
              </a>
              {cloud && <CloudLinks layerId={cloud.id} />}
              {hasFiles && (
                <a href={links.datasetDownload(dataset.id)} download className={buttonClass()}>
                  <Download aria-hidden className="size-5" />
                  {t("downloadAll")}
                </a>
              )}
              {isWhole && <FollowLinks portalId={site.portal.id} dataset={dataset} />}
              <ViewAsLink dataset={dataset} />
            </div>
          </header>
          {dataset.isPartial && <PartialAccess portalId={site.portal.id} datasetId={dataset.id} slug={dataset.slug} />}
          {dataset.isSynthetic && <Alert tone="warning" title={t("synthetic.title")} repair={t("synthetic.text")} />}
          {(dataset.layers.length > 0 || dataset.attachmentCount === 0) && (
            <section aria-labelledby="layers">
              <h2 id="layers" className="mb-4 text-title">
                {t("layers", { count: dataset.layers.length })}
              </h2>
              <div className="space-y-4">
                {dataset.layers.map((layer, index) => (
                  <LayerSection key={layer.id} layer={layer} isOpen={index === 0} />
                ))}
                {dataset.layers.length === 0 && <p className="text-ink-muted">{t(isWhole ? "noLayers" : "noOpenLayers")}</p>}
              </div>
            </section>
          )}
          {cloud && <CoverageSection layerId={cloud.id} />}
          <PreviewSection dataset={dataset} query={preview} />
          <DatasetDocuments dataset={dataset} />
          {isWhole && <QualitySection dataset={dataset} />}
          {dataset.layers.length > 0 && <UseElsewhere dataset={dataset} origin={origin} />}
          <Cite dataset={dataset} portalName={site.portal.name} url={`${origin}${links.dataset(locale, dataset.slug)}`} />
          {isWhole && <DatasetCredits datasetId={dataset.id} />}
          {dataset.lineage && <TextSection id="lineage" title={t("lineage")} text={dataset.lineage} lang={dataset.lineageLang} />}
          {dataset.constraints && (
            <TextSection id="constraints" title={t("constraints")} text={dataset.constraints} lang={dataset.constraintsLang} />
          )}
        </div>
        <aside aria-label={t("about")} className="space-y-6 lg:sticky lg:top-6">
          {dataset.bbox && (
            <a href={mapLink} aria-label={t("seeOnMap")} className="block">
              <MiniMap
                look={mapLook(site.theme)}
                basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
                layers={mapLayersOf(dataset)}
                pictures={pictures}
                box={dataset.bbox}
                view={site.portal.view}
                locale={locale}
              >
                <ExtentMap boxes={[dataset.bbox]} isSmall className="aspect-[4/3]" />
              </MiniMap>
            </a>
          )}
          <DatasetFacts dataset={dataset} />
          {isWhole && <DatasetReports portalId={site.portal.id} dataset={dataset} />}
        </aside>
      </article>
    </PageFrame>
  );
}

/** The map with all of a dataset. On the map, its pictures are listed by its own id; heights are seen as relief. */
function mapLinkOf(locale: Locale, { id, bbox, layers }: Dataset, hasPictures: boolean): string {
  return links.map(locale, {
    layers: [...layers.filter(hasTiles).map((layer) => layer.id), ...(hasPictures ? [id] : [])],
    ...(bbox && { box: bbox }),
    ...(layers.some(({ kind }) => kind === "elevation") && { relief: encodeRelief(FIRST_VIEW) }),
  });
}

const hasTiles = ({ abilities }: Dataset["layers"][number]) => abilities.includes("tiles");

function mapLayersOf({ slug, title, isSynthetic, licence, layers }: Dataset): MapLayer[] {
  return layers
    .filter(hasTiles)
    .map((layer) => ({ ...layer, datasetSlug: slug, datasetTitle: title, isSynthetic, licence, isVisible: true }));
}

interface TextSectionProps {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Language of the text, when it is not the page's. */
  readonly lang: string | undefined;
}

function TextSection({ id, title, text, lang }: TextSectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-title">
        {title}
      </h2>
      <p lang={lang} className="max-w-prose whitespace-pre-line">
        {text}
      </p>
    </section>
  );
}

/** To follow the changes of the dataset, by mail or by feed. */
async function FollowLinks({ portalId, dataset: { id, slug, title } }: { readonly portalId: string; readonly dataset: Dataset }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("datasets.feeds")]);
  return (
    <>
      <FollowEntry portalId={portalId} subject={{ kind: "dataset", datasetId: id }} returnTo={links.dataset(locale, slug)} />
      <FeedLink href={links.changesFeed(portalId, id, locale)} title={t("changes", { title })}>
        {t("subscribe")}
      </FeedLink>
    </>
  );
}

/** To the viewer of the points, and to the form that takes an area of them. */
async function CloudLinks({ layerId }: { readonly layerId: string }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.dataset.clouds")]);
  return (
    <>
      <a href={links.points(locale, layerId)} className={buttonClass()}>
        <Box aria-hidden className="size-5" />
        {t("inSpace")}
      </a>
      <a href={links.takePoints(locale, layerId)} className={buttonClass()}>
        <PackageOpen aria-hidden className="size-5" />
        {t("takeArea")}
      </a>
    </>
  );
}
