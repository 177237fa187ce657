"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";

interface EndDialogProps {
  /** The other side; null for a proposal. */
  readonly name: string | null;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onClose: () => void;
  readonly onEnd: (reason: string) => void;
}

/** Ends an agreement or a proposal, with the reason that the other side reads. */
export function EndDialog({ name, isPending, error, onClose, onEnd }: EndDialogProps) {
  const t = useTranslations("organisations.end");
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  return (
    <ConfirmDialog
      title={name === null ? t("proposalTitle") : t("title", { name })}
      actionLabel={t("action")}
      isPending={isPending}
      error={error}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        setMissing(reason.trim() === "");
        if (reason.trim() !== "") onEnd(reason.trim());
      }}
    >
      <p>{t("text")}</p>
      <Field label={t("reason")} error={isMissing && t("reasonMissing")} isRequired>
        {(control) => <TextArea {...control} rows={3} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}
