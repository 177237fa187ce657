"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Decisions, Subject } from "./use-decisions.ts";

/** The contribution that is rejected or sent back. */
export interface Refusal extends Subject {
  readonly verdict: "reject" | "request-changes";
}

const REASONS = ["source", "geometry", "duplicate", "scope", "wrong"] as const;
type Reason = (typeof REASONS)[number];

interface DecisionDialogProps {
  readonly refusal: Refusal | null;
  readonly decisions: Decisions;
  readonly onClose: () => void;
}

/** Asks for the reason of a rejection: a template to start from, or free text. */
export function DecisionDialog({ refusal, decisions, onClose }: DecisionDialogProps) {
  const t = useTranslations("admin.contributions.decision");
  const tc = useTranslations("common.actions");
  const [canned, setCanned] = useState<Reason | "">("");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const [asked, setAsked] = useState(refusal);
  if (refusal && refusal !== asked) {
    setAsked(refusal);
    setCanned("");
    setReason("");
    setTried(false);
  }
  const isReject = asked?.verdict === "reject";
  const isMissing = reason.trim() === "";
  const send = async () => {
    setTried(true);
    if (!refusal || isMissing) return;
    await decisions.review(refusal, refusal.verdict, reason.trim());
    onClose();
  };
  return (
    <Dialog
      title={t(isReject ? "rejectTitle" : "changesTitle", { title: asked?.title ?? "" })}
      closeLabel={tc("close")}
      open={refusal !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button tone={isReject ? "danger" : "primary"} disabled={decisions.isBusy} onClick={send}>
            {t(isReject ? "reject" : "changes")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t("canned")}>
          {(control) => (
            <Select
              {...control}
              value={canned}
              options={[{ value: "", label: t("cannedNone") }, ...REASONS.map((value) => ({ value, label: t(`reasons.${value}.label`) }))]}
              onChange={(event) => {
                const chosen = REASONS.find((value) => value === event.target.value) ?? "";
                setCanned(chosen);
                if (chosen) setReason(t(`reasons.${chosen}.text`));
              }}
            />
          )}
        </Field>
        <Field label={t("reason")} hint={t("reasonHint")} error={isTried && isMissing ? t("reasonMissing") : undefined} isRequired>
          {(control) => (
            <TextArea {...control} rows={5} maxLength={4000} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
