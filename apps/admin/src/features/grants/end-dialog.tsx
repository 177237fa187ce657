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
import { endOfDay, useGrantCalls } from "./use-grant-calls.ts";
import { useGrantWords } from "./use-grant-words.ts";

/** Changes when a grant ends. */
export function EndDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const t = useTranslations("grants.end");
  const tf = useTranslations("grants.form");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const sentence = useGrantWords()(grant);
  const [until, setUntil] = useState(grant.until ? dayOf(grant.until) : "");
  const { end } = useGrantCalls(() => {
    toasts.add({ title: t("done") });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t("title")}
      actionLabel={t("action")}
      isDanger={false}
      isPending={end.isPending}
      error={end.error ? errorText(end.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => end.mutate({ communityId, grantId: grant.id, until: endOfDay(until) })}
    >
      <p>{sentence}</p>
      <Field label={tf("until")} hint={tf("untilHint")}>
        {(control) => <TextInput {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}

/** A day as `<input type="date">` writes it, in the browser's zone like `endOfDay`. */
function dayOf(date: Date): string {
  return [date.getFullYear(), `${date.getMonth() + 1}`.padStart(2, "0"), `${date.getDate()}`.padStart(2, "0")].join("-");
}
