"use client";
import type { Explanation } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { ChevronDown, KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AccessRequestState } from "./access-request-state.tsx";
import { AskAccessForm } from "./ask-access-form.tsx";

interface WhyNotMoreProps {
  readonly portalId: string;
  readonly datasetId: string;
  readonly given: Explanation;
  /** Where a visitor signs in, to ask for more; null: the person is signed in. */
  readonly signIn: string | null;
}

/** What a person sees of a dataset, why not more, and the request for more. */
export function WhyNotMore({ portalId, datasetId, given, signIn }: WhyNotMoreProps) {
  const t = useTranslations("grants.why");
  const locale = useLocale();
  const [explanation, setExplanation] = useState(given);
  const list = new Intl.ListFormat(locale);
  const { layers, request, ownerName: owner } = explanation;
  return (
    <section aria-labelledby="partial-access" className="rounded-card border border-line bg-surface p-5">
      <h2 id="partial-access" className="flex items-center gap-2 font-medium text-large">
        <KeyRound aria-hidden className="size-5 shrink-0 text-accent" />
        {t("partly")}
      </h2>
      <ul className="mt-3 space-y-1">
        {layers.map(({ id, title, columns, areas, until, edits }) => (
          <li key={id} className="break-words">
            {t("layer", {
              layer: title,
              columns: t("columns", { count: columns.length, columns: list.format(columns) }),
              where: areas.length > 0 ? t("where.areas", { areas: list.format(areas) }) : t("where.everywhere"),
              until: until ? t("until.date", { date: formatDate(locale, until, "long") }) : t("until.open"),
            })}
            <Edits title={title} edits={edits} />
          </li>
        ))}
      </ul>
      {explanation.hasClosedFiles && <p className="mt-3">{t("closedFiles")}</p>}
      <details className="group mt-4 border-line border-t pt-3">
        <summary className="flex min-h-10 cursor-pointer list-none items-center gap-2 font-medium [&::-webkit-details-marker]:hidden">
          {t("question")}
          <ChevronDown aria-hidden className="size-5 transition-transform duration-150 group-open:rotate-180" />
        </summary>
        <Reasons explanation={explanation} />
        <p className="mt-3">{t("who", { owner })}</p>
        <div className="mt-4 grid gap-4">
          {request && <AccessRequestState key={request.id} request={request} />}
          {signIn !== null && (
            <p>
              <a href={signIn} rel="nofollow" className="text-accent-ink underline underline-offset-4">
                {t("signIn")}
              </a>
            </p>
          )}
          {signIn === null && request?.status !== "open" && (
            <AskAccessForm portalId={portalId} datasetId={datasetId} owner={owner} label={t("ask")} onSent={setExplanation} />
          )}
        </div>
      </details>
    </section>
  );
}

/** What may be edited of a layer, if anything. */
function Edits({ title, edits }: { readonly title: string; readonly edits: Explanation["layers"][number]["edits"] }) {
  const t = useTranslations("grants.why");
  const list = new Intl.ListFormat(useLocale());
  if (!edits) return null;
  return (
    <span className="block">
      {t("edits", {
        layer: title,
        what: edits.givesShapes ? t("editsAll") : list.format(edits.columns),
        where: edits.areas.length > 0 ? t("where.areas", { areas: list.format(edits.areas) }) : t("where.everywhere"),
        isDirect: String(edits.isDirect),
      })}
    </span>
  );
}

function Reasons({ explanation }: { readonly explanation: Explanation }) {
  const t = useTranslations("grants.why");
  const locale = useLocale();
  const { layers, hasClosedLayers, failing } = explanation;
  return (
    <ul className="mt-2 list-disc space-y-1 pl-5">
      {layers.map(({ id, title, withheld }) => withheld > 0 && <li key={id}>{t("withheld", { layer: title, count: withheld })}</li>)}
      {layers.map(
        ({ id, title, edits }) =>
          !edits?.givesShapes && <li key={`edits ${id}`}>{t(edits ? "editsSome" : "noEdits", { layer: title })}</li>,
      )}
      {layers.some(({ areas }) => areas.length > 0) && <li>{t("outside")}</li>}
      {hasClosedLayers && <li>{t("closedLayers")}</li>}
      {failing.map(({ flaw, at, areaName, layerTitle }) => (
        <li key={`${flaw} ${at?.getTime()} ${areaName} ${layerTitle}`}>
          {t(`flaws.${flaw}`, { date: at ? formatDate(locale, at, "long") : "" })}
        </li>
      ))}
    </ul>
  );
}
