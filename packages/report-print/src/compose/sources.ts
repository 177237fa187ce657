import type { ThemeAnswer } from "@archipel/answers/report/report.ts";
import { formatDistance, formatNumber } from "@archipel/i18n/format.ts";
import type { Printed, PrintedTable } from "./document.ts";
import type { Words } from "./words.ts";

type SourceUsed = ThemeAnswer["sources"][number];

/** Each layer once, in the order of the themes. */
function layersOf(sources: readonly SourceUsed[]): SourceUsed[] {
  return [...new Map(sources.map((source) => [source.layer, source])).values()];
}

/** The layers of a theme with their dates, in one sentence; null without a layer. */
export function sourceDates(sources: readonly SourceUsed[], words: Words): Printed | null {
  const layers = layersOf(sources.filter(({ coverage }) => coverage !== "none"));
  if (layers.length === 0) return null;
  const list = layers.map((source) =>
    words.t("print.sourceDate", { title: words.mark(source.title, source.lang), date: dateOf(source, words) }),
  );
  return words.written(words.t("print.sourceDates", { list: list.join(", ") }));
}

/** Every layer that was read for the report. */
export function sourcesTable(themes: readonly ThemeAnswer[], words: Words): (PrintedTable & { title: string }) | null {
  const { t, locale } = words;
  const layers = layersOf(themes.flatMap(({ sources }) => sources));
  if (layers.length === 0) return null;
  const columns = ["layer", "producer", "date", "scale", "tolerance"] as const;
  return {
    title: t("print.sources.title"),
    head: columns.map((column) => t(`print.sources.${column}`)),
    figures: [false, false, false, true, true],
    rows: layers.map((source) => [
      words.named(source.title, source.lang),
      source.producer === undefined ? "–" : words.named(source.producer, source.producerLang),
      dateOf(source, words),
      source.scaleDenominator === undefined ? "–" : `1:${formatNumber(locale, source.scaleDenominator)}`,
      formatDistance(locale, source.toleranceM),
    ]),
  };
}

function dateOf({ captured, imported, outcome, isOutdated }: SourceUsed, { t, date }: Words): string {
  const day = captured === undefined ? t("print.sources.imported", { date: date(imported) }) : date(captured);
  const states = [...(isOutdated ? [t("print.sources.old")] : []), ...(outcome === "read" ? [] : [t("print.sources.down")])];
  return [day, ...states].join(", ");
}
