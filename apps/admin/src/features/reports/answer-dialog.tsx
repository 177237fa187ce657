"use client";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useStatuses } from "./words.ts";

const CANNED = ["thanks", "looking", "already", "scope", "wrong", "details"] as const;
type Canned = (typeof CANNED)[number];
/** The message template for a status. */
const FITTING: Partial<Record<ReportStatus, Canned>> = {
  pending: "looking",
  pending0: "details",
  pending1: "looking",
  pending2: "looking",
  valid: "thanks",
  valid0: "already",
  reject: "scope",
  reject0: "wrong",
};

/** The answer to send: a status with its message, or the acceptance of the proposed edit. */
export interface Answering {
  readonly title: string;
  readonly status: ReportStatus;
  /** The statuses to choose from. A single one is not asked. */
  readonly statuses: readonly ReportStatus[];
  readonly isAccept?: boolean;
  readonly onSend: (status: ReportStatus, message: string) => void;
}

/** A status with its message. Both are filled at first, so that Enter sends them. */
export function AnswerDialog({ answering, onClose }: { readonly answering: Answering | null; readonly onClose: () => void }) {
  const t = useTranslations("moderation.answer");
  const tc = useTranslations("common.actions");
  const { label } = useStatuses();
  const send = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<Answering | null>(null);
  const [status, setStatus] = useState<ReportStatus>("pending");
  const [canned, setCanned] = useState<Canned | "">("");
  const [message, setMessage] = useState("");
  const start = (next: ReportStatus) => {
    const fitting = FITTING[next] ?? "";
    setStatus(next);
    setCanned(fitting);
    setMessage(fitting && t(`canned.${fitting}.text`));
  };
  if (answering && answering !== asked) {
    setAsked(answering);
    start(answering.status);
  }
  const go = () => {
    if (!answering) return;
    onClose();
    answering.onSend(status, message.trim());
  };
  return (
    <Dialog
      title={asked?.title ?? ""}
      closeLabel={tc("close")}
      open={answering !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      initialFocus={send}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button ref={send} tone="primary" onClick={go}>
            {t(asked?.isAccept ? "accept" : "send")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {asked && asked.statuses.length > 1 && (
          <Field label={t("status")}>
            {(control) => (
              <Select
                {...control}
                value={status}
                options={asked.statuses.map((value) => ({ value, label: label(value) }))}
                onChange={(event) => start(asked.statuses.find((value) => value === event.target.value) ?? status)}
              />
            )}
          </Field>
        )}
        {asked?.isAccept && <p>{t("acceptText")}</p>}
        <Field label={t("ready")}>
          {(control) => (
            <Select
              {...control}
              value={canned}
              options={[{ value: "", label: t("none") }, ...CANNED.map((value) => ({ value, label: t(`canned.${value}.label`) }))]}
              onChange={(event) => {
                const chosen = CANNED.find((value) => value === event.target.value) ?? "";
                setCanned(chosen);
                setMessage(chosen && t(`canned.${chosen}.text`));
              }}
            />
          )}
        </Field>
        <Field label={t("message")} hint={t("messageHint")}>
          {(control) => (
            <TextArea
              {...control}
              rows={4}
              maxLength={4000}
              value={message}
              onChange={(event) => setMessage(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && go()}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
