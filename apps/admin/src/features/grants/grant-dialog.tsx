"use client";
import type { AccessRequest } from "@archipel/contracts/grants.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { GrantPermissionField } from "./grant-permission-field.tsx";
import { GrantSubjectFields } from "./grant-subject-fields.tsx";
import { GrantWhat } from "./grant-what.tsx";
import { GrantWhere } from "./grant-where.tsx";
import { useGrantCalls } from "./use-grant-calls.ts";
import { type GivenDataset, type Missing, useGrantDraft } from "./use-grant-draft.ts";

interface GrantDialogProps {
  readonly dataset: GivenDataset;
  /** The request that the grant answers; null: the manager names who gets it. */
  readonly request: AccessRequest | null;
  /** The address of the person who gets it, when it is known. */
  readonly to?: string | undefined;
  readonly onClose: () => void;
}

/** Gives a right: the subject, to read or to edit, the columns, where, until when. */
export function GrantDialog({ dataset, request, to = "", onClose }: GrantDialogProps) {
  const t = useTranslations("grants.form");
  const tc = useTranslations("common.actions");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const draft = useGrantDraft(dataset, request?.permission ?? "read", "person", to);
  const [isTried, setTried] = useState(false);
  const [answer, setAnswer] = useState("");
  const name = request?.personName ?? "";
  const { give, accept } = useGrantCalls(() => {
    toasts.add({ title: request ? t("answered", { name }) : t("done") });
    onClose();
  });
  const call = request ? accept : give;
  // A request names the person.
  const lacking = draft.missing.filter((one) => !request || one !== "email");
  const lacks = (one: Missing) => isTried && lacking.includes(one);
  const submit = () => {
    setTried(true);
    if (lacking.length > 0 || call.isPending) return;
    if (request) accept.mutate({ communityId, requestId: request.id, answer: answer.trim(), ...draft.given() });
    else give.mutate({ communityId, datasetId: dataset.id, subject: draft.subject, ...draft.given() });
  };
  return (
    <Dialog
      placement="wide"
      title={request ? t("answerTitle", { name }) : t("title")}
      description={request ? t("answerText", { name, reason: request.reason }) : dataset.title}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button tone="primary" aria-busy={call.isPending} onClick={submit}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <form method="dialog" className="flex flex-col gap-6" onSubmit={(event) => event.preventDefault()}>
        {!request && <GrantSubjectFields draft={draft} lacks={lacks} />}
        <GrantPermissionField draft={draft} />
        <GrantWhat draft={draft} lacks={lacks} />
        <GrantWhere draft={draft} lacks={lacks} />
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={t("until")} hint={t("untilHint")} error={lacks("until") && t("untilPast")}>
            {(control) => (
              <TextInput {...control} type="date" value={draft.until} onChange={({ target }) => draft.setUntil(target.value)} />
            )}
          </Field>
          <Field label={t("purpose")} hint={t("purposeHint")}>
            {(control) => (
              <TextInput {...control} maxLength={500} value={draft.purpose} onChange={({ target }) => draft.setPurpose(target.value)} />
            )}
          </Field>
        </div>
        {request && (
          <Field label={t("words")}>
            {(control) => (
              <TextArea {...control} rows={2} maxLength={1000} value={answer} onChange={({ target }) => setAnswer(target.value)} />
            )}
          </Field>
        )}
        {call.error && <Alert tone="danger" title={errorText(call.error)} isLive />}
      </form>
    </Dialog>
  );
}
