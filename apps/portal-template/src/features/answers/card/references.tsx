import type { Report } from "@archipel/answers/report/report.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import type { Source } from "./card.ts";
import { SafeLink } from "./safe-link.tsx";
import { InLanguage, Said } from "./said.tsx";

/** The pieces of documents that apply everywhere. */
export function WholeDocument({ pieces }: { readonly pieces: Report["alsoInDocument"] }) {
  return (
    <ul className="list-disc pl-5 text-small">
      {pieces.map(({ document, title, lang, url }) => (
        <li key={`${document} ${title}`} className="break-words">
          <InLanguage lang={lang}>{url ? <SafeLink href={url}>{title}</SafeLink> : title}</InLanguage>
        </li>
      ))}
    </ul>
  );
}

export function Glossary({ terms }: { readonly terms: Report["glossary"] }) {
  return (
    <dl className="grid gap-2 text-small">
      {terms.map(({ key, term, text }) => (
        <div key={key}>
          <dt className="font-medium">
            <Said text={term} />
          </dt>
          <dd>
            <Said text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Sources({ sources }: { readonly sources: readonly Source[] }) {
  const t = useTranslations("answers.card.sources");
  const locale = useLocale();
  return (
    <ul className="grid gap-1.5 text-small">
      {sources.map(({ layer, title, lang, producer, producerLang, captured, imported, scaleDenominator, isOutdated }) => (
        <li key={layer} className="break-words">
          <InLanguage lang={lang}>{title}</InLanguage>
          <span className="text-ink-muted">
            {" — "}
            {producer && (
              <>
                <InLanguage lang={producerLang}>{producer}</InLanguage>
                {", "}
              </>
            )}
            {[
              captured && t("captured", { date: formatDate(locale, captured, "medium") }),
              t("imported", { date: formatDate(locale, imported, "medium") }),
              scaleDenominator !== undefined && t("scale", { scale: formatNumber(locale, scaleDenominator) }),
              isOutdated && t("outdated"),
            ]
              .filter(Boolean)
              .join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
