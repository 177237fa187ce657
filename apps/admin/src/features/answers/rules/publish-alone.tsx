"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";

interface PublishAloneProps {
  readonly open: boolean;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onConfirm: (reason: string) => void;
}

const LEAST = 10;
const MOST = 500;

/** Asks the only manager of a community why a change is published without a second reader. The journal keeps the answer. */
export function PublishAlone({ error, onConfirm, ...dialog }: PublishAloneProps) {
  const t = useTranslations("admin.answers.rule.alone");
  const [reason, setReason] = useState("");
  const isShort = reason.trim().length < LEAST;
  return (
    <ConfirmDialog
      {...dialog}
      title={t("title")}
      actionLabel={t("action")}
      error={isShort ? t("short", { least: LEAST }) : error}
      onConfirm={() => !isShort && onConfirm(reason.trim())}
    >
      <p>{t("text")}</p>
      <Field label={t("reason")} hint={t("reasonHint")} isRequired>
        {(control) => <TextArea {...control} value={reason} rows={3} maxLength={MOST} onChange={({ target }) => setReason(target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}
