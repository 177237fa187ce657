"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { RunFacts } from "./run-facts.tsx";
import { RunFile } from "./run-file.tsx";

/** Warns of a result without shapes before anyone publishes it. */
function EmptyResult({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const t = useTranslations("processing.facts");
  const { out = 0, empty = 0 } = counts;
  if (out > 0 && empty === 0) return null;
  const isAll = empty >= out;
  const title = out === 0 ? t("noneMade") : isAll ? t("allEmpty", { count: out }) : t("someEmpty", { count: empty, total: out });
  return <Alert tone={isAll ? "danger" : "warning"} title={title} repair={t(isAll ? "allEmptyRepair" : "someEmptyRepair")} />;
}

/** The output of a run, as a link. */
export function RunResult({ runId, isOver }: { readonly runId: string; readonly isOver: boolean }) {
  const t = useTranslations("processing");
  const api = useApi();
  const community = useCommunity();
  const { data: run, refetch } = useQuery(api.processing.getRun.queryOptions({ communityId: community.id, runId }));
  // There is a result only when the job has ended.
  useEffect(() => {
    if (isOver) void refetch();
  }, [isOver, refetch]);
  if (!run) return null;
  return (
    <section aria-labelledby="run-result" className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
      <h2 id="run-result" className="text-title">
        {run.title}
      </h2>
      {run.finishedAt && <EmptyResult counts={run.counts ?? {}} />}
      <RunFacts run={run} />
      {run.finishedAt && run.layerId && run.datasetId && (
        <Link href={links.dataset(community.slug, run.datasetId)} className={`${buttonClass({ tone: "primary" })} self-start`}>
          {t("openResult")}
        </Link>
      )}
      {run.file && <RunFile run={run} file={run.file} />}
    </section>
  );
}
