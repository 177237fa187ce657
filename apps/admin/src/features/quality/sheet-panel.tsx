"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { Measures, QualitySheet } from "@archipel/contracts/quality.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";

type Translate = ReturnType<typeof useTranslations<"admin.quality">>;

/** The quality figures, each with the action that would improve it. */
export function SheetPanel({ dataset, sheet }: { readonly dataset: Dataset; readonly sheet: QualitySheet }) {
  const t = useTranslations("admin.quality");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const recompute = useMutation(
    api.quality.recompute.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("recomputed") });
        await queryClient.invalidateQueries(api.quality.pathFilter());
      },
    }),
  );
  const { measures } = sheet;
  // A dataset of files only has no features, so that figures about features are not shown.
  const hasOnlyFiles = sheet.figures?.layers.length === 0 && dataset.attachmentCount > 0;
  return (
    <section aria-labelledby="sheet">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h2 id="sheet" className="text-title">
            {t("title")}
          </h2>
          <p className="mt-1 text-ink-muted">
            {sheet.computedAt ? t("computedOn", { date: formatDate(locale, sheet.computedAt, "medium") }) : t("notYet")}{" "}
            {sheet.computedAt && sheet.isStale && t("stale")}
          </p>
        </div>
        <Button
          disabled={recompute.isPending}
          onClick={() => recompute.mutate({ communityId, datasetId: dataset.id })}
          {...(roleReason && { disabledReason: roleReason })}
        >
          {t(recompute.isPending ? "recomputing" : "recompute")}
        </Button>
      </div>
      {recompute.error && <Alert tone="danger" title={errorText(recompute.error)} isLive />}
      {measures === null ? (
        <div className="mt-4">
          <Alert tone="info" title={t("emptyTitle")} repair={t("emptyText")} />
        </div>
      ) : (
        <>
          {hasOnlyFiles && <p className="mt-4 max-w-prose">{t("filesText")}</p>}
          <dl className="mt-4 divide-y divide-line rounded-card border border-line bg-surface">
            {figuresOf(measures, t, (value) => formatNumber(locale, value), hasOnlyFiles).map(({ name, share, words, advice }) => (
              <div key={name} className="grid gap-x-8 gap-y-1 px-5 py-4 sm:grid-cols-[14rem_1fr]">
                <dt className="font-medium">{name}</dt>
                <dd>
                  <p className="figures">{words}</p>
                  {share !== null && (
                    <div aria-hidden className="mt-2 h-2 max-w-md overflow-hidden rounded-full bg-sunken outline outline-line-strong">
                      <div className="h-full rounded-full bg-accent" style={{ width: `${Math.round(share * 100)}%` }} />
                    </div>
                  )}
                  <p className="mt-2 max-w-prose text-ink-muted text-small">{advice}</p>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

interface ShownFigure {
  name: string;
  share: number | null;
  words: string;
  advice: string;
}

function figuresOf(measures: Measures, t: Translate, shown: (value: number) => string, hasOnlyFiles: boolean): ShownFigure[] {
  const shares = (["validity", "completeness", "reviewed"] as const).flatMap((figure) => {
    const share = measures[figure];
    if (share === null) return [];
    // Rounded down: 99.9 % must not be shown as 100 %.
    const words = t("share", { percent: Math.floor(share * 100) });
    return [{ name: t(`figures.${figure}`), share, words, advice: t(share === 1 ? "advice.done" : `advice.${figure}`) }];
  });
  const { freshness, openReports, overdueReports, confidence, rating, ratings } = measures;
  const rest: (ShownFigure | null)[] = [
    freshness && {
      name: t("figures.freshness"),
      share: null,
      words: t(`freshness.${freshness}`),
      advice: t(`advice.freshness.${freshness}`),
    },
    hasOnlyFiles && openReports === 0
      ? null
      : {
          name: t("figures.reports"),
          share: null,
          words: t("reports", { open: openReports, overdue: overdueReports }),
          advice: t(openReports === 0 ? "advice.done" : "advice.reports"),
        },
    confidence === null
      ? null
      : {
          name: t("figures.confidence"),
          share: confidence / 100,
          words: t("points", { points: Math.floor(confidence) }),
          advice: t("advice.confidence"),
        },
    {
      name: t("figures.ratings"),
      share: null,
      words: rating === null ? t("noRating") : t("rating", { average: shown(Math.round(rating * 10) / 10), count: ratings }),
      advice: t("advice.ratings"),
    },
  ];
  return [...shares, ...rest.filter((figure) => figure !== null)];
}
