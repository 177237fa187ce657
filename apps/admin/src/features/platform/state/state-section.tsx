"use client";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import { formatTime } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { concerns } from "./concerns.ts";
import { FailedJobs } from "./failed-jobs.tsx";
import { RecentErrors } from "./recent-errors.tsx";
import { StateCards } from "./state-cards.tsx";

const REFRESH_MS = 10_000;

/** The health of the platform, measured again every ten seconds while the page is visible. */
export function StateSection() {
  const state = useQuery(useApi().jobs.platform.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  return <QueryView query={state}>{(data) => <State state={data} />}</QueryView>;
}

function State({ state }: { readonly state: PlatformState }) {
  const t = useTranslations("usage");
  const locale = useLocale();
  const count = concerns(state).size;
  const isWell = count === 0;
  return (
    <section aria-labelledby="state-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="state-title" className="text-title">
          {t("title")}
        </h2>
        <Badge tone={isWell && state.lastBackupAt ? "success" : "warning"}>
          {!isWell ? t("attention", { count }) : state.lastBackupAt ? t("well") : t("wellExcept")}
        </Badge>
        <p className="text-ink-muted text-small">{t("asOf", { time: formatTime(locale, state.at) })}</p>
      </div>
      <StateCards state={state} />
      <div className="grid gap-4 lg:grid-cols-2">
        <FailedJobs jobs={state.failedJobs} failedLastDay={state.jobs.failedLastDay} />
        <RecentErrors errors={state.errors} />
      </div>
    </section>
  );
}
