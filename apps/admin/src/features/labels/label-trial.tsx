"use client";
import type { LabelRule } from "@archipel/contracts/quality-labels.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

interface LabelTrialProps {
  readonly labelId: string | undefined;
  readonly rule: LabelRule;
}

/** The datasets that would have the label by the current rule, and what the others lack. */
export function LabelTrial({ labelId, rule }: LabelTrialProps) {
  const t = useTranslations("admin.labels");
  const { id: communityId } = useCommunity();
  const input = { communityId, rule, ...(labelId !== undefined && { labelId }) };
  const trial = useQuery({ ...useApi().quality.tryLabel.queryOptions(input), placeholderData: keepPreviousData });
  return (
    <section aria-labelledby="trial" className="rounded-card border border-line px-4 py-3">
      <h3 id="trial" className="text-base">
        {t("trial")}
      </h3>
      <QueryView query={trial} rows={2}>
        {(datasets) => (
          <>
            <p role="status" className="text-ink-muted text-small">
              {t("trialCount", { bearers: datasets.filter(({ isBearer }) => isBearer).length, total: datasets.length })}
            </p>
            <ul className="mt-2 divide-y divide-line">
              {datasets.map(({ datasetId, title, isBearer, misses }) => (
                <li key={datasetId} className="flex gap-3 py-2">
                  {isBearer ? (
                    <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-success" />
                  ) : (
                    <CircleX aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-muted" />
                  )}
                  <span className="min-w-0">
                    <span className="block break-words">{title}</span>
                    <span className="block text-ink-muted text-small">
                      {isBearer
                        ? t("hasLabel")
                        : t("missed", { misses: misses.map((miss) => t(`misses.${miss}` as "misses.vote")).join(", ") })}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </section>
  );
}
