"use client";
import type { Grant } from "@archipel/contracts/grants.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { renewedEnd } from "./ends-soon.ts";
import { endOfDay, useGrantCalls } from "./use-grant-calls.ts";
import { useGrantWords } from "./use-grant-words.ts";

interface EndDialogProps {
  readonly grant: Grant;
  /** Proposes the same length again. */
  readonly isRenewal: boolean;
  readonly onClose: () => void;
}

/** Changes when a grant ends. */
export function EndDialog({ grant, isRenewal, onClose }: EndDialogProps) {
  const t = useTranslations("grants.end");
  const tf = useTranslations("grants.form");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const sentence = useGrantWords()(grant);
  const [until, setUntil] = useState(() => dayOf(isRenewal ? renewedEnd(grant) : grant.until));
  const { end } = useGrantCalls(() => {
    toasts.add({ title: t(isRenewal ? "renewed" : "done") });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t(isRenewal ? "renewTitle" : "title")}
      actionLabel={t(isRenewal ? "renewAction" : "action")}
      isDanger={false}
      isPending={end.isPending}
      error={end.error ? errorText(end.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => end.mutate({ communityId, grantId: grant.id, until: endOfDay(until) })}
    >
      <p>{sentence}</p>
      {isRenewal && <p className="text-ink-muted">{t("renewText")}</p>}
      <Field label={tf("until")} hint={tf("untilHint")}>
        {(control) => <TextInput {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}

/** A day as `<input type="date">` writes it, in the browser's zone like `endOfDay`. */
function dayOf(date: Date | null): string {
  if (date === null) return "";
  return [date.getFullYear(), `${date.getMonth() + 1}`.padStart(2, "0"), `${date.getDate()}`.padStart(2, "0")].join("-");
}
