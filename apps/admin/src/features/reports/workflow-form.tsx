"use client";
import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ReportSettings, ReportStatus } from "@archipel/contracts/reports.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { links } from "../../links.ts";
import { filled } from "./theme-draft.ts";
import { TwoLanguages } from "./two-languages.tsx";
import { useReportCount } from "./use-report-counts.ts";
import { STATUS_TONES } from "./words.ts";

/** Statuses that every community uses: received, taken into account, refused. */
const ALWAYS: readonly ReportStatus[] = ["submit", "valid", "reject"];

/** The community's names of the statuses, the statuses it uses, and the number of days until an answer is due. */
export function WorkflowForm({ settings }: { readonly settings: ReportSettings }) {
  const t = useTranslations("moderation.workflow");
  const tf = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const ts = useTranslations("common.reportStatuses");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const roleReason = useRoleReason()("manager");
  const [draft, setDraft] = useState(settings);
  const [days, setDays] = useState(String(settings.daysToAnswer));
  const daysToAnswer = /^\d+$/.test(days) ? Number(days) : 0;
  const areDaysWrong = daysToAnswer < 1 || daysToAnswer > 365;
  const isSame = JSON.stringify({ ...draft, daysToAnswer }) === JSON.stringify(settings);
  useLeaveQuestion(!isSame);
  const set = (status: ReportStatus, part: Partial<NonNullable<ReportSettings["statuses"][ReportStatus]>>) =>
    setDraft({ ...draft, statuses: { ...draft.statuses, [status]: { isActive: true, ...draft.statuses[status], ...part } } });
  const save = useMutation(
    api.reports.saveSettings.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: tf("saved") });
        await queryClient.invalidateQueries(api.reports.pathFilter());
      },
    }),
  );
  const reason = roleReason ?? (isSame ? tf("unchanged") : areDaysWrong ? t("daysWrong") : undefined);
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-4xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason) return;
        const statuses = Object.fromEntries(
          Object.entries(draft.statuses).map(([status, { label, isActive }]) => [
            status,
            { isActive, ...(label && { label: filled(label) }) },
          ]),
        );
        save.mutate({ communityId, settings: { statuses, daysToAnswer } });
      }}
    >
      <fieldset disabled={roleReason !== undefined} className="flex flex-col gap-6">
        <Field label={t("days")} hint={t("daysHint")} error={areDaysWrong ? t("daysWrong") : undefined}>
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              className="figures max-w-32"
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        <div>
          <h2 className="text-title">{t("states")}</h2>
          <p className="max-w-prose text-ink-muted">{t("statesHint")}</p>
        </div>
        {reportStatuses.map((status) => (
          <section key={status} aria-label={ts(status)} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h3 className="text-base">
                <Badge tone={STATUS_TONES[status]}>{ts(status)}</Badge>
              </h3>
              {ALWAYS.includes(status) ? (
                <span className="text-ink-muted text-small">{t("always")}</span>
              ) : (
                <Switch
                  label={t("used")}
                  disabled={roleReason !== undefined}
                  checked={draft.statuses[status]?.isActive !== false}
                  onCheckedChange={(isActive) => set(status, { isActive })}
                />
              )}
            </div>
            <p className="text-ink-muted text-small">{t(`meanings.${status}`)}</p>
            {!ALWAYS.includes(status) && draft.statuses[status]?.isActive === false && <LeftInState status={status} />}
            <TwoLanguages
              label={t("ownWords")}
              maxLength={60}
              value={draft.statuses[status]?.label ?? {}}
              onChange={(label) => set(status, { label })}
            />
          </section>
        ))}
      </fieldset>
      {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      <Button type="submit" tone="primary" className="self-start" disabled={save.isPending} {...(reason && { disabledReason: reason })}>
        {tc("save")}
      </Button>
    </form>
  );
}

/** The reports in a status that is no longer used: their number, and a link to them. */
function LeftInState({ status }: { readonly status: ReportStatus }) {
  const t = useTranslations("moderation.workflow");
  const community = useCommunity();
  const count = useReportCount(community, { status: [status] });
  if (!count) return null;
  return (
    <Alert tone="warning" isLive title={t("left", { count })} repair={t("leftRepair")}>
      <Link href={links.reports(community.slug, `view=all&status=${status}`)} className="underline underline-offset-2">
        {t("leftShow")}
      </Link>
    </Alert>
  );
}
