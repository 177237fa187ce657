"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { useServerErrors } from "../../kit/forms/use-field-error.ts";
import { useLeaveQuestion } from "../../kit/forms/use-leave-question.ts";
import { RecordDetails, RecordEssentials } from "./record-fields.tsx";
import { type RecordForm, recordPath, useRecordForm } from "./record-form.ts";
import { RecordMore } from "./record-more.tsx";

export function MetadataForm({ dataset }: { readonly dataset: Dataset }) {
  return (
    <RecordEditor dataset={dataset}>
      {(form, disabled) => (
        <>
          <RecordEssentials form={form} disabled={disabled} />
          <RecordDetails form={form} disabled={disabled} />
          <RecordMore form={form} disabled={disabled} />
        </>
      )}
    </RecordEditor>
  );
}

interface RecordEditorProps {
  readonly dataset: Dataset;
  readonly children: (form: RecordForm, disabled: boolean) => ReactNode;
}

/** A form over a part of a dataset's record; only what was changed is sent. */
export function RecordEditor({ dataset, children }: RecordEditorProps) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const form = useRecordForm(dataset);
  const showOnFields = useServerErrors(form.setError, recordPath);
  const [message, setMessage] = useState<string | null>(null);
  const update = useMutation(
    api.datasets.update.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.forms.saved") });
        form.reset(form.getValues());
        await queryClient.invalidateQueries(api.datasets.pathFilter());
      },
      onError: (error) => setMessage(showOnFields(error) ? null : errorText(error)),
    }),
  );
  useLeaveQuestion(form.formState.isDirty);
  const unchanged = form.formState.isDirty ? undefined : t("admin.forms.unchanged");
  const stop = reason ?? unchanged;
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-3xl flex-col gap-5"
      onSubmit={form.handleSubmit((record) => {
        setMessage(null);
        const changed = Object.keys(form.formState.dirtyFields);
        const part = Object.fromEntries(Object.entries(record).filter(([name]) => changed.includes(name)));
        update.mutate({ communityId: community.id, datasetId: dataset.id, record: part });
      })}
    >
      {reason && <Alert tone="info" title={reason} />}
      {children(form, reason !== undefined)}
      {message && <Alert tone="danger" title={message} isLive />}
      <Button type="submit" tone="primary" className="self-start" disabled={update.isPending} {...(stop && { disabledReason: stop })}>
        {t("common.actions.save")}
      </Button>
    </form>
  );
}
