"use client";
import type { ClosedDataset } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { KeyRound } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AccessRequestState } from "./access-request-state.tsx";
import { AskAccessForm } from "./ask-access-form.tsx";

/** Why a person reads nothing of a dataset on which they have or had a grant, and the request for access. */
export function AccessClosed({ portalId, closed }: { readonly portalId: string; readonly closed: ClosedDataset }) {
  const [t, tWhy] = [useTranslations("grants.closed"), useTranslations("grants.why")];
  const locale = useLocale();
  const [{ failing, request, ownerName: owner }, setExplanation] = useState(closed.explanation);
  const [latest, ...others] = failing;
  const dateOf = (at: Date | null) => (at ? formatDate(locale, at, "long") : "");
  return (
    <section aria-labelledby="access-closed" className="rounded-card border border-line bg-surface p-5">
      <h2 id="access-closed" className="flex items-start gap-2 font-medium text-large">
        <KeyRound aria-hidden className="mt-1 size-5 shrink-0 text-accent" />
        {latest ? t(`lead.${latest.flaw}`, { date: dateOf(latest.at) }) : t("lead.none")}
      </h2>
      <p className="mt-2">{t("who", { owner })}</p>
      {others.length > 0 && (
        <>
          <h3 className="mt-4 font-medium">{t("others")}</h3>
          <ul className="mt-1 list-disc space-y-1 pl-5">
            {others.map(({ flaw, at, areaName, layerTitle }) => (
              <li key={`${flaw} ${at?.getTime()} ${areaName} ${layerTitle}`}>{tWhy(`flaws.${flaw}`, { date: dateOf(at) })}</li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-4 grid gap-4">
        {request && <AccessRequestState key={request.id} request={request} />}
        {request?.status !== "open" && (
          <AskAccessForm portalId={portalId} datasetId={closed.datasetId} owner={owner} label={t("ask")} onSent={setExplanation} />
        )}
      </div>
    </section>
  );
}
