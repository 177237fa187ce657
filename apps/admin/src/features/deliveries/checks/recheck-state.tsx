"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useFailureText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { JobProgress } from "../../jobs/job-progress.tsx";
import type { Repairs } from "../repairs/use-repairs.ts";
import { isCheckAtWork } from "./check-status.tsx";

interface RecheckStateProps {
  readonly check: Check;
  readonly next: Check | null;
  readonly repairs: Repairs;
}

/** Says that the findings are older than the repairs, and shows the progress of the next check. */
export function RecheckState({ check, next, repairs }: RecheckStateProps) {
  const t = useTranslations("checks.repairs");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const failureText = useFailureText();
  if (next && isCheckAtWork(next))
    return (
      <section aria-label={t("recheck")} className="flex flex-col gap-3 rounded-card border border-info bg-info-soft p-5">
        <p className="font-medium" aria-live="polite">
          {t("recheck")}
        </p>
        {next.jobId && <JobProgress jobId={next.jobId} onEnd={() => queryClient.invalidateQueries(api.checks.get.pathFilter())} />}
        <p className="text-small">{t("recheckText")}</p>
      </section>
    );
  if (check.isCurrent) return null;
  if (next?.isCurrent && next.status === "ran")
    return (
      <Alert
        tone="info"
        title={t("outdated")}
        repair={t("outdatedText")}
        action={
          <Link href={links.check(community.slug, check.uploadId, next.id)} className={buttonClass()}>
            {t("latest")}
          </Link>
        }
      />
    );
  return (
    <Alert
      tone="warning"
      title={next?.status === "failed" ? t("stopped") : t("outdated")}
      repair={next?.error ? failureText(next.error) : t("outdatedText")}
      action={
        <Button disabled={repairs.isPending} onClick={repairs.recheck}>
          {t("again")}
        </Button>
      }
    />
  );
}
