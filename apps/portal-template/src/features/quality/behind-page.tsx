import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { behindFigurePage, FeatureBehind, FeaturesBehind } from "@archipel/contracts/quality.ts";
import { formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { Breadcrumb } from "@archipel/ui/breadcrumb.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { ArrowRight, Map as MapIcon } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import type { z } from "zod";
import { links } from "../../links.ts";
import type { Site } from "../site/loaders.ts";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";

interface BehindPageProps {
  readonly site: Site;
  readonly dataset: Dataset;
  readonly layer: Dataset["layers"][number];
  readonly behind: FeaturesBehind;
  readonly page: z.infer<typeof behindFigurePage>;
}

/** The features behind a figure of the quality sheet, each with a link to the map. */
export async function BehindPage({ site, dataset, layer, behind, page }: BehindPageProps) {
  const [locale, t, tCommon] = await Promise.all([getLocale(), getTranslations("portal.quality"), getTranslations("common")]);
  const column = behind.figure === "empty" ? behind.column : undefined;
  const field = layer.fields.find((one) => one.column === column);
  const here = { layer: layer.id, figure: behind.figure, ...(column !== undefined && { column }) };
  return (
    <PageFrame>
      <Breadcrumb
        label={tCommon("breadcrumb")}
        crumbs={[
          { label: site.portal.name, href: links.home(locale) },
          { label: inLocale(site.content.words.catalogue, locale), href: links.catalogue(locale) },
          { label: unbroken(dataset.title), href: links.dataset(locale, dataset.slug) },
          { label: t("title") },
        ]}
      />
      <div className="mt-4">
        <PageTitle intro={t(`list.${behind.figure}.intro`)}>
          {t(`list.${behind.figure}.title`, { field: field?.label ?? field?.name ?? "", layer: layer.title })}
        </PageTitle>
      </div>
      <p className="figures mb-4">{t("list.count", { count: page.total, formatted: formatNumber(locale, page.total) })}</p>
      {page.items.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {page.items.map((feature) => (
            <li key={feature.fid} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
              <div className="min-w-0 flex-1 basis-56">
                <p className="break-words font-medium">{feature.label}</p>
                <p className="figures text-ink-muted text-small">
                  {feature.problem && behind.figure === "invalid" && `${wordsOf(feature.problem.reason)} · `}
                  {feature.confidence === null ? t("list.unmeasured") : t("list.confidence", { points: feature.confidence })}
                </p>
              </div>
              {boxOf(feature) && (
                <a
                  href={links.map(locale, { layers: [layer.id], box: boxOf(feature) ?? [], see: `${layer.id}/${feature.fid}` })}
                  className={clsx(buttonClass({ tone: "quiet" }), "max-sm:-ml-4 sm:-mr-4")}
                >
                  <MapIcon aria-hidden className="size-4" />
                  {t("list.onMap")}
                  <span className="sr-only">: {feature.label}</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {page.nextCursor && (
        <p className="mt-6 text-right">
          <a href={links.behindFigure(locale, dataset.slug, { ...here, cursor: page.nextCursor })} rel="next" className={buttonClass()}>
            {t("list.next")}
            <ArrowRight aria-hidden className="size-4" />
          </a>
        </p>
      )}
    </PageFrame>
  );

  /** The database's reasons that have a translation. The others are rare, and shown untranslated. */
  function wordsOf(reason: string): string {
    const known = {
      empty: "empty",
      unplaced: "unplaced",
      "Self-intersection": "selfIntersection",
      "Ring Self-intersection": "selfIntersection",
      "Hole lies outside shell": "holeOutside",
      "Too few points in geometry component": "tooFewPoints",
      "Duplicate Rings": "duplicateRings",
      "Nested shells": "nestedShells",
      "Interior is disconnected": "disconnected",
    } as const;
    return reason in known ? t(`reasons.${known[reason as keyof typeof known]}`) : t("reasons.other", { reason });
  }
}

/** Degrees around the place of a fault: about a street. */
const AROUND = 0.002;

/** The extent to show: around the fault when its place is known, otherwise the whole feature. */
function boxOf({ bbox, problem }: FeatureBehind): readonly number[] | null {
  const place = problem?.place;
  return place ? [place[0] - AROUND, place[1] - AROUND, place[0] + AROUND, place[1] + AROUND] : bbox;
}
