import type { Report } from "@archipel/answers/report/report.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { type PartialSource, partialSourcesOf } from "./card.ts";
import { InLanguage } from "./said.tsx";

/** Says that an answer rests on a part of the data, of which layers, and who can give more. */
export function PartialNotice({ reports }: { readonly reports: readonly Report[] }) {
  const t = useTranslations("answers.card.place");
  const owners = Map.groupBy(reports.flatMap(partialSourcesOf), ({ owner }) => owner);
  if (owners.size === 0) return null;
  return (
    <Alert tone="warning" title={t("partial")}>
      <p>{t("partialText")}</p>
      <ul className="mt-1">
        {[...owners].map(([owner, sources]) => (
          <li key={owner}>{t.rich("partialAsk", { owner, layers: () => <Layers sources={sources} /> })}</li>
        ))}
      </ul>
    </Alert>
  );
}

/** Their titles, with a comma between them, each with the page to ask on. */
function Layers({ sources }: { readonly sources: readonly PartialSource[] }) {
  const unique = [...new Map(sources.map((one) => [one.layer, one])).values()];
  return unique.map((source, index) => (
    <Fragment key={source.layer}>
      {index > 0 && ", "}
      <Layer source={source} />
    </Fragment>
  ));
}

function Layer({ source: { title, lang, url } }: { readonly source: PartialSource }) {
  const named = <InLanguage lang={lang}>{title}</InLanguage>;
  return url === null ? (
    named
  ) : (
    <a href={url} className="underline underline-offset-2">
      {named}
    </a>
  );
}
