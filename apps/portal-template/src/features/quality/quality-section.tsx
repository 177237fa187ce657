import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { LayerFigures } from "@archipel/contracts/quality.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { FigureBar } from "./figure-bar.tsx";
import { FilesFigure } from "./files-figure.tsx";
import { Labels } from "./labels.tsx";
import { LayerQuality } from "./layer-quality.tsx";
import { qualityOf } from "./loaders.ts";
import { percentOf } from "./percent.ts";
import { Ratings } from "./ratings.tsx";
import { SignedInForms } from "./signed-in-forms.tsx";

/** A dataset's quality: figures, when they were computed, the features behind them, and ratings. Long because it lists every figure. */
export async function QualitySection({ dataset }: { readonly dataset: Dataset }) {
  const [locale, t, session, { sheet, ratings }] = await Promise.all([
    getLocale(),
    getTranslations("portal.quality"),
    currentSession(),
    qualityOf(dataset.id),
  ]);
  const { figures, measures } = sheet;
  const sum = (countOf: (layer: LayerFigures) => number) => figures?.layers.reduce((total, layer) => total + countOf(layer), 0) ?? 0;
  const features = sum((layer) => layer.features);
  const formatted = (count: number) => formatNumber(locale, count);
  // A dataset of files alone has no features, so it has no figures about shapes, fields, confidence or reports.
  const hasFilesAlone = figures?.layers.length === 0 && dataset.attachmentCount > 0;
  const openReports = measures?.openReports ?? 0;
  const section = (
    <section aria-labelledby="quality" className="scroll-mt-6">
      <h2 id="quality" className="text-title">
        {t("title")}
      </h2>
      <p className="mt-1 mb-4 max-w-prose text-ink-muted">
        {sheet.computedAt ? t("computedOn", { date: formatDate(locale, sheet.computedAt, "medium") }) : t("notYet")}{" "}
        {sheet.computedAt && sheet.isStale && t("stale")}{" "}
        <a href={links.help(locale, "quality")} className="text-accent-ink underline underline-offset-4">
          {t("howRead")}
        </a>
      </p>
      <Labels datasetId={dataset.id} />
      {figures && measures && (
        <>
          {hasFilesAlone && <p className="mb-4 max-w-prose">{t("files.text")}</p>}
          <dl className="divide-y divide-line rounded-card border border-line bg-surface">
            {measures.validity !== null && (
              <FigureBar
                title={t("validity.title")}
                share={measures.validity}
                words={t("validity.words", {
                  share: percentOf(locale, measures.validity),
                  count: sum((layer) => layer.invalid),
                  formatted: formatted(sum((layer) => layer.invalid)),
                })}
                meaning={t("validity.meaning")}
              />
            )}
            {measures.completeness !== null && (
              <FigureBar
                title={t("completeness.title")}
                share={measures.completeness}
                words={t("completeness.words", { share: percentOf(locale, measures.completeness) })}
                meaning={t("completeness.meaning")}
              />
            )}
            {figures.freshness && (
              <FigureBar
                title={t("freshness.title")}
                words={t(`freshness.${figures.freshness.state}`, { date: formatDate(locale, figures.freshness.lastChange, "medium") })}
              />
            )}
            {measures.reviewed !== null && (
              <FigureBar
                title={t("reviewed.title")}
                share={measures.reviewed}
                words={t("reviewed.words", {
                  share: percentOf(locale, measures.reviewed),
                  count: sum((layer) => layer.reviewed),
                  formatted: formatted(sum((layer) => layer.reviewed)),
                  total: formatted(features),
                })}
                meaning={t("reviewed.meaning")}
              />
            )}
            {hasFilesAlone && <FilesFigure datasetId={dataset.id} />}
            {(!hasFilesAlone || openReports > 0) && (
              <FigureBar title={t("reports.title")} words={t("reports.words", { count: openReports, overdue: measures.overdueReports })} />
            )}
            {measures.confidence !== null && (
              <FigureBar
                title={t("confidence.title")}
                share={measures.confidence / 100}
                words={t("confidence.words", { points: Math.round(measures.confidence) })}
                meaning={t("confidence.meaning")}
              />
            )}
          </dl>
          {figures.layers.length > 0 && (
            <div className="mt-4 space-y-4">
              {figures.layers.map((layer) => (
                <LayerQuality key={layer.layerId} dataset={dataset} figures={layer} />
              ))}
            </div>
          )}
        </>
      )}
      <Ratings
        datasetId={dataset.id}
        sheet={sheet}
        ratings={ratings}
        isSignedIn={session !== null}
        returnTo={links.dataset(locale, dataset.slug)}
      />
    </section>
  );
  return session ? <SignedInForms>{section}</SignedInForms> : section;
}
