"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { RunFacts } from "./run-facts.tsx";

/** The inputs of a layer that a processing made. */
export function Lineage({ datasetId, layerId }: { readonly datasetId: string; readonly layerId: string }) {
  const t = useTranslations("processing.facts");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const runs = useQuery(
    api.processing.lineage.queryOptions({ communityId: community.id, datasetId }, { enabled: hasRole(community, "contributor") }),
  );
  const run = runs.data?.find((one) => one.layerId === layerId);
  if (!run?.finishedAt) return null;
  return (
    <details className="rounded-card border border-line bg-surface px-5 py-3">
      <summary className="cursor-pointer font-medium">{t("lineage")}</summary>
      <div className="mt-3 flex flex-col gap-2">
        <RunFacts run={run} />
        <p className="text-ink-muted text-small">
          {t("made", { when: formatDateTime(locale, run.finishedAt), by: run.createdByName || "—" })}
        </p>
      </div>
    </details>
  );
}
