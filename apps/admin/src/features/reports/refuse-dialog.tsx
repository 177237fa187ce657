"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

const REASONS = ["person", "insult", "advert", "nothing"] as const;
type Reason = (typeof REASONS)[number];

interface RefuseDialogProps {
  readonly refusing: { readonly count: number; readonly onRefuse: (reason: string) => void } | null;
  readonly onClose: () => void;
}

/** Why something is not published: a reason ready to send, or the moderator's own words. The author reads it. */
export function RefuseDialog({ refusing, onClose }: RefuseDialogProps) {
  const t = useTranslations("moderation.review.refusal");
  const tc = useTranslations("common.actions");
  const send = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<RefuseDialogProps["refusing"]>(null);
  const [ready, setReady] = useState<Reason | "">("");
  const [reason, setReason] = useState("");
  const start = (next: Reason | "") => {
    setReady(next);
    setReason(next && t(`ready.${next}.text`));
  };
  // Keeps the text while the dialog fades out.
  if (refusing && refusing !== asked) {
    setAsked(refusing);
    start("person");
  }
  const isEmpty = reason.trim() === "";
  const refuse = () => {
    if (!refusing || isEmpty) return;
    onClose();
    refusing.onRefuse(reason.trim());
  };
  return (
    <Dialog
      title={t("title", { count: asked?.count ?? 1 })}
      closeLabel={tc("close")}
      open={refusing !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      initialFocus={send}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button ref={send} tone="primary" onClick={refuse} {...(isEmpty && { disabledReason: t("missing") })}>
            {t("action")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>{t("text")}</p>
        <Field label={t("choose")}>
          {(control) => (
            <Select
              {...control}
              value={ready}
              options={[{ value: "", label: t("own") }, ...REASONS.map((value) => ({ value, label: t(`ready.${value}.label`) }))]}
              onChange={(event) => start(REASONS.find((value) => value === event.target.value) ?? "")}
            />
          )}
        </Field>
        <Field label={t("reason")} hint={t("hint")}>
          {(control) => (
            <TextArea
              {...control}
              rows={4}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && refuse()}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
