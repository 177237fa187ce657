"use client";
import type { Explanation } from "@archipel/contracts/grants.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

/** As in `askAccessInput`; browsers would load the zod schemas with it. */
const [REASON_MIN, REASON_MAX] = [10, 1000];

interface AskAccessFormProps {
  readonly portalId: string;
  readonly datasetId: string;
  readonly owner: string;
  /** Of the button that opens the form. */
  readonly label: string;
  readonly onSent: (explanation: Explanation) => void;
}

/** Asks to read more of a dataset, or to edit it: a button, then a reason. */
export function AskAccessForm({ portalId, datasetId, owner, label, onSent }: AskAccessFormProps) {
  const t = useTranslations("grants.why");
  const [isOpen, setOpen] = useState(false);
  const [isShort, setShort] = useState(false);
  const [permission, setPermission] = useState<"read" | "edit">("read");
  const reason = useRef<HTMLTextAreaElement>(null);
  const ask = useMutation(useApi().grants.ask.mutationOptions({ onSuccess: onSent }));
  if (!isOpen)
    return (
      <Button className="justify-self-start" onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  return (
    <form
      method="dialog"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const text = reason.current?.value.trim() ?? "";
        setShort(text.length < REASON_MIN);
        if (text.length < REASON_MIN) reason.current?.focus();
        else ask.mutate({ portalId, datasetId, permission, reason: text });
      }}
    >
      <RadioGroup
        legend={t("wants")}
        name="permission"
        isInline
        value={permission}
        onValueChange={(value) => setPermission(value === "edit" ? "edit" : "read")}
        options={[
          { value: "read", label: t("wantsRead") },
          { value: "edit", label: t("wantsEdit") },
        ]}
      />
      <Field label={t("reason")} hint={t("reasonHint", { owner })} error={isShort && t("tooShort", { count: REASON_MIN })} isRequired>
        {(control) => <TextArea {...control} ref={reason} name="reason" rows={4} maxLength={REASON_MAX} autoFocus />}
      </Field>
      {ask.error && <FailureAlert error={ask.error} />}
      <Button type="submit" tone="primary" className="justify-self-start" disabled={ask.isPending}>
        {t("send")}
      </Button>
    </form>
  );
}
