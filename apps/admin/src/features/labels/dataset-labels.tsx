"use client";
import type { LabelStanding } from "@archipel/contracts/quality-labels.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { LabelBadge, useLabelName } from "./label-badge.tsx";

/** The labels of a dataset: which it has, and why it lacks the others. A manager can withdraw one or allow it again. */
export function DatasetLabels({ datasetId }: { readonly datasetId: string }) {
  const t = useTranslations("admin.labels");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const nameOf = useLabelName();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("manager");
  const labels = useQuery(api.quality.datasetLabels.queryOptions({ datasetId }));
  const [withdrawn, setWithdrawn] = useState<LabelStanding | null>(null);
  const bar = useBarLabel(() => setWithdrawn(null));
  return (
    <section aria-labelledby="labels">
      <h2 id="labels" className="mb-4 text-title">
        {t("onDataset")}
      </h2>
      {bar.error && !withdrawn && <Alert tone="danger" title={errorText(bar.error)} isLive />}
      <QueryView query={labels} rows={1}>
        {({ standings }) =>
          standings.length === 0 ? (
            <p className="text-ink-muted">{t("noLabels")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {standings.map((standing) => {
                const { label, state, since, history } = standing;
                const reason = state === "barred" ? history.find(({ endedAt }) => endedAt === null)?.reason : undefined;
                return (
                  <li key={label.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-4">
                    <div className="min-w-0 flex-1 basis-64">
                      {state === "awarded" ? <LabelBadge label={label} /> : <p className="font-medium">{nameOf(label)}</p>}
                      <p className="mt-1 text-ink-muted text-small">
                        {t(`states.${state}`, { date: since ? formatDate(locale, since, "medium") : "" })}
                      </p>
                      {reason && <p className="mt-1 max-w-prose break-words">{reason}</p>}
                    </div>
                    <Button
                      tone="quiet"
                      disabled={bar.isPending}
                      aria-label={state === "barred" ? undefined : t("barNamed", { name: nameOf(label) })}
                      onClick={() =>
                        state === "barred"
                          ? bar.mutate({ communityId, labelId: label.id, datasetId, isBarred: false })
                          : setWithdrawn(standing)
                      }
                      {...(roleReason && { disabledReason: roleReason })}
                    >
                      {t(state === "barred" ? "unbar" : "bar")}
                    </Button>
                  </li>
                );
              })}
            </ul>
          )
        }
      </QueryView>
      {withdrawn && (
        <WithdrawDialog
          name={nameOf(withdrawn.label)}
          isPending={bar.isPending}
          error={bar.error ? errorText(bar.error) : undefined}
          onClose={() => setWithdrawn(null)}
          onWithdraw={(reason) => bar.mutate({ communityId, labelId: withdrawn.label.id, datasetId, isBarred: true, reason })}
        />
      )}
    </section>
  );
}

function useBarLabel(onDone: () => void) {
  const t = useTranslations("admin.labels");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  return useMutation(
    api.quality.barLabel.mutationOptions({
      onSuccess: async (_, { isBarred }) => {
        toasts.add({ title: t(isBarred ? "barred" : "unbarred") });
        await queryClient.invalidateQueries(api.quality.pathFilter());
        onDone();
      },
    }),
  );
}

interface WithdrawDialogProps {
  readonly name: string;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onClose: () => void;
  readonly onWithdraw: (reason: string) => void;
}

function WithdrawDialog({ name, isPending, error, onClose, onWithdraw }: WithdrawDialogProps) {
  const t = useTranslations("admin.labels");
  const tc = useTranslations("common.actions");
  const formId = useId();
  const [reason, setReason] = useState("");
  const missing = reason.trim() === "" ? t("reasonFirst") : undefined;
  return (
    <Dialog
      open
      title={t("barTitle", { name })}
      description={t("barText")}
      closeLabel={tc("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <FormFooter form={formId} label={t("bar")} tone="danger" isDisabled={isPending} disabledReason={missing} onCancel={onClose} />
      }
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) onWithdraw(reason.trim());
        }}
      >
        <Field label={t("reason")} hint={t("reasonHint")} isRequired>
          {(control) => <TextInput {...control} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        {error && <Alert tone="danger" title={error} isLive />}
      </form>
    </Dialog>
  );
}
