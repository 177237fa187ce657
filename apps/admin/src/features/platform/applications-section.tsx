"use client";
import { ApplicationFacts } from "@archipel/account/applications/registered.tsx";
import type { OwnedApplication } from "@archipel/contracts/applications.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** All partners' applications. An operator suspends one with a reason, or lets it act again. */
export function ApplicationsSection() {
  const t = useTranslations("access.applications");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const all = useQuery(api.applications.all.queryOptions());
  const [chosen, setChosen] = useState<OwnedApplication | null>(null);
  const suspend = useMutation(
    api.applications.suspend.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.applications.pathFilter());
        setChosen(null);
      },
    }),
  );
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-title">{t("title")}</h2>
      {suspend.error && <Alert tone="danger" title={errorText(suspend.error)} isLive />}
      <QueryView query={all} rows={2}>
        {(items) =>
          items.length === 0 ? (
            <p className="text-ink-muted">{t("nonePlatform")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {items.map((one) => (
                <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
                  <div className="min-w-0 flex-1 basis-64">
                    <ApplicationFacts application={one} />
                    <p className="text-ink-muted text-small">{t("ownedBy", { name: one.ownerName })}</p>
                  </div>
                  {one.suspendedReason === null ? (
                    <Button aria-label={t("suspendNamed", { name: one.name })} onClick={() => setChosen(one)}>
                      {t("suspend")}
                    </Button>
                  ) : (
                    <Button
                      aria-label={t("resumeNamed", { name: one.name })}
                      disabled={suspend.isPending}
                      onClick={() => suspend.mutate({ applicationId: one.id, reason: null })}
                    >
                      {t("resume")}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {chosen && (
        <SuspendDialog
          name={chosen.name}
          isBusy={suspend.isPending}
          onClose={() => setChosen(null)}
          onSuspend={(reason) => suspend.mutate({ applicationId: chosen.id, reason })}
        />
      )}
    </section>
  );
}

interface SuspendDialogProps {
  readonly name: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onSuspend: (reason: string) => void;
}

function SuspendDialog({ name, isBusy, onClose, onSuspend }: SuspendDialogProps) {
  const t = useTranslations("access.applications");
  const ta = useTranslations("common.actions");
  const formId = useId();
  const [reason, setReason] = useState("");
  return (
    <Dialog
      open
      title={t("suspendNamed", { name })}
      closeLabel={ta("close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={t("suspend")} isDisabled={isBusy} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSuspend(reason);
        }}
      >
        <p>{t("suspendText")}</p>
        <Field label={t("reason")}>
          {(control) => (
            <TextInput {...control} required maxLength={300} value={reason} onChange={({ target }) => setReason(target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
