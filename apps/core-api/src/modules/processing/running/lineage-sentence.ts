import { formatDate } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { SourceLayer } from "../kit/parameter.ts";
import type { Processing } from "../kit/processing.ts";

/** One sentence for a dataset's lineage: where its data come from. */
export function lineageSentence(
  locale: Locale,
  { title }: Pick<Processing, "title">,
  sources: readonly Pick<SourceLayer, "title" | "datasetTitle" | "revision">[],
  at: Date,
): string {
  const t = translator(locale, "processing");
  const named = sources.map((source) =>
    t("lineage.source", { layer: source.title, dataset: source.datasetTitle, revision: source.revision }),
  );
  const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(named);
  return t("lineage.sentence", { processing: title[locale], sources: list, date: formatDate(locale, at) });
}
