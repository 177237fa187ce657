"use client";
import type { ProcessingRun } from "@archipel/contracts/processing.ts";
import { formatBytes, formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import { useRunFailure } from "./run-failure.ts";
import { useCatalogue } from "./use-catalogue.ts";

interface RunFileProps {
  readonly run: ProcessingRun;
  readonly file: NonNullable<ProcessingRun["file"]>;
}

/** The output file of a run and its expiry date; after that, a button to run it again. */
export function RunFile({ run, file }: RunFileProps) {
  const t = useTranslations("processing");
  const locale = useLocale();
  const date = formatDate(locale, file.keptUntil);
  if (file.path === null)
    return (
      <Alert tone="info" title={t("fileGone", { name: file.name })} repair={t("fileGoneText", { date })} action={<RunAgain run={run} />} />
    );
  return (
    <div className="flex flex-col items-start gap-2">
      <a href={links.processingFile(file.path)} download className={buttonClass({ tone: "primary" })}>
        {t("download", { name: file.name, size: formatBytes(locale, file.size) })}
      </a>
      <p className="text-ink-muted text-small">{t("keptUntil", { date })}</p>
    </div>
  );
}

function RunAgain({ run: { processing, parameters, format } }: Pick<RunFileProps, "run">) {
  const t = useTranslations("processing");
  const api = useApi();
  const { id: communityId, slug } = useCommunity();
  const router = useRouter();
  const runFailure = useRunFailure();
  const { data: catalogue } = useCatalogue();
  const reason = useRoleReason()("contributor");
  const again = useMutation(api.processing.run.mutationOptions({ onSuccess: ({ jobId }) => router.push(links.job(slug, jobId)) }));
  const described = catalogue?.find(({ id }) => id === processing);
  if (format === null) return null;
  return (
    <div className="flex flex-col items-start gap-3">
      <Button
        aria-busy={again.isPending}
        disabled={again.isPending}
        onClick={() => again.mutate({ communityId, processing, parameters, result: { kind: "file", format } })}
        {...(reason && { disabledReason: reason })}
      >
        {t("runAgain")}
      </Button>
      {again.error && <Alert tone="danger" title={runFailure(described, again.error).text} isLive />}
    </div>
  );
}
