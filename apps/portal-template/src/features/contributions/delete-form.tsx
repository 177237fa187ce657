"use client";
import type { Change } from "@archipel/map/edit/draft.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

interface DeleteFormProps {
  readonly change: Change;
  readonly onDelete: (reason: string) => void;
}

/** Proposes the deletion of a feature, with the reason. A new feature is dropped without one: nobody else has seen it. */
export function DeleteForm({ change, onDelete }: DeleteFormProps) {
  const t = useTranslations("contributions.delete");
  const common = useTranslations("common.actions");
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const isNew = change.operation === "insert";
  if (!isOpen) {
    return (
      <Button tone="quiet" className="text-danger! hover:bg-danger-soft!" onClick={() => (isNew ? onDelete("") : setOpen(true))}>
        <Trash2 aria-hidden className="size-4" />
        {t(isNew ? "ofNew" : "action")}
      </Button>
    );
  }
  return (
    <form
      method="dialog"
      aria-label={t("title")}
      className="grid gap-3 rounded-card border border-line bg-ground p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === "") setMissing(true);
        else onDelete(reason.trim());
      }}
    >
      <p className="font-medium">{t("title")}</p>
      <Field label={t("reason")} hint={t("hint")} error={isMissing && reason.trim() === "" ? t("missing") : undefined} isRequired>
        {(control) => (
          <TextArea {...control} autoFocus rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="danger">
          {t("confirm")}
        </Button>
        <Button tone="quiet" onClick={() => setOpen(false)}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
