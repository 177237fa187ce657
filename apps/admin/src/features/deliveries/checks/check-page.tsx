"use client";
import type { Check, CheckVerdict } from "@archipel/contracts/checks.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText, useFailureText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { JobProgress } from "../../jobs/job-progress.tsx";
import { PublishStep } from "../repairs/publish-step.tsx";
import { RepairList } from "../repairs/repair-list.tsx";
import { type Repairs, useRepairs } from "../repairs/use-repairs.ts";
import { CheckFindings } from "./check-findings.tsx";
import { CheckHeader } from "./check-header.tsx";
import { isCheckAtWork } from "./check-status.tsx";
import { RecheckState } from "./recheck-state.tsx";
import { useNextCheck } from "./use-next-check.ts";
import { VerdictHead } from "./verdict-head.tsx";

/** One check of an upload: its progress, its verdict, its findings and their repairs. */
export function CheckPage({ checkId: asked }: { readonly checkId: string }) {
  const t = useTranslations("admin.nav");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  // After a repair the page shows the next check in place, without navigation.
  const [checkId, setCheckId] = useState(asked);
  const [followed, follow] = useState<string | null>(null);
  const check = useQuery(
    api.checks.get.queryOptions(
      { communityId: community.id, checkId },
      { refetchInterval: (query) => (isCheckAtWork(query.state.data) ? 2000 : false) },
    ),
  );
  const next = useNextCheck(check.data, followed, ({ id, uploadId }) => {
    setCheckId(id);
    follow(null);
    window.history.replaceState(null, "", links.check(community.slug, uploadId, id));
    // The counts of repairs are computed during the check.
    void queryClient.invalidateQueries(api.repairs.list.pathFilter());
    void queryClient.invalidateQueries(api.checks.list.pathFilter());
  });
  return (
    <QueryView query={check} rows={6} back={{ label: t("uploads"), href: links.uploads(community.slug) }}>
      {(data) => <CheckContent check={data} next={next} onChanged={follow} />}
    </QueryView>
  );
}

interface CheckContentProps {
  readonly check: Check;
  readonly next: Check | null;
  readonly onChanged: (nextId: string) => void;
}

function CheckContent({ check, next, onChanged }: CheckContentProps) {
  const repairs = useRepairs(check, onChanged);
  const reason = useRoleReason()("contributor");
  const { verdict } = check;
  return (
    <>
      <CheckHeader check={check} />
      <CheckState check={check} />
      <RecheckState check={check} next={next} repairs={repairs} />
      {verdict && <VerdictHead check={check} verdict={verdict} />}
      {verdict?.conforms && check.isCurrent && <PublishStep check={check} />}
      {verdict && <RepairList check={check} repairs={repairs} reason={reason} />}
      {verdict && <Findings check={check} verdict={verdict} repairs={repairs} />}
    </>
  );
}

/** The progress of the check, or why it ended early. */
function CheckState({ check }: { readonly check: Check }) {
  const t = useTranslations();
  const api = useApi();
  const queryClient = useQueryClient();
  const failureText = useFailureText();
  if (isCheckAtWork(check))
    return (
      <div className="rounded-card border border-line bg-surface p-6">
        {check.jobId && <JobProgress jobId={check.jobId} onEnd={() => queryClient.invalidateQueries(api.checks.pathFilter())} />}
        <p className="mt-3 text-ink-muted text-small">{t("admin.jobs.closable")}</p>
      </div>
    );
  if (check.verdict) return null;
  return (
    <Alert
      tone="danger"
      title={t("checks.page.ranNot")}
      repair={check.error ? failureText(check.error) : undefined}
      action={<CheckAgain check={check} />}
    />
  );
}

function CheckAgain({ check }: { readonly check: Check }) {
  const t = useTranslations("checks.page");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const reason = useRoleReason()("contributor");
  const start = useMutation(
    api.checks.start.mutationOptions({ onSuccess: ({ id }) => router.push(links.check(community.slug, check.uploadId, id)) }),
  );
  return (
    <div className="flex flex-col gap-2">
      <Button
        disabled={start.isPending}
        onClick={() =>
          start.mutate({ communityId: community.id, uploadId: check.uploadId, model: check.model.key, options: check.options })
        }
        {...(reason && { disabledReason: reason })}
      >
        {t("again")}
      </Button>
      {start.error && <Alert tone="danger" isLive title={errorText(start.error)} />}
    </div>
  );
}

interface FindingsProps {
  readonly check: Check;
  readonly verdict: CheckVerdict;
  readonly repairs: Repairs;
}

function Findings({ check, verdict, repairs }: FindingsProps) {
  const t = useTranslations("checks.page");
  const api = useApi();
  const community = useCommunity();
  const groups = useQuery(
    api.checks.groups.queryOptions({ communityId: community.id, checkId: check.id }, { placeholderData: keepPreviousData }),
  );
  if (verdict.ran && Object.values(verdict.levels).every((count) => count === 0))
    return (
      <EmptyState
        icon={<CircleCheck aria-hidden className="size-10 text-success" />}
        title={t("nothing")}
        action={
          <Link href={links.upload(community.slug, check.uploadId)} className={buttonClass({ tone: "primary" })}>
            {t("back")}
          </Link>
        }
      >
        {t("nothingText")}
      </EmptyState>
    );
  return (
    <QueryView query={groups} rows={6}>
      {(data) => <CheckFindings check={check} repairs={repairs} areGroupsOld={groups.isPlaceholderData} {...data} />}
    </QueryView>
  );
}
