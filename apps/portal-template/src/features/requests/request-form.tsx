"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";
import { OpenRequest } from "./own-requests.tsx";

/** As in `sendRequestInput`; browsers would load the zod schemas with it. */
const [REASON_MIN, REASON_MAX] = [10, 1000];
const ROLES = ["member", "contributor"] as const;

interface RequestFormProps {
  readonly portalId: string;
  readonly community: { readonly id: string; readonly name: string };
  readonly wanted: (typeof ROLES)[number];
  readonly isMember: boolean;
}

export function RequestForm({ portalId, community, wanted, isMember }: RequestFormProps) {
  const t = useTranslations("requests");
  const [wantedRole, setWanted] = useState(wanted);
  const [isShort, setShort] = useState(false);
  const reason = useRef<HTMLTextAreaElement>(null);
  const send = useMutation(useApi().requests.send.mutationOptions());
  if (send.data?.status === "open") return <OpenRequest request={send.data} isNew />;
  if (send.data) return <Alert tone="success" title={t("admitted")} isLive />;
  return (
    <form
      method="dialog"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const text = reason.current?.value.trim() ?? "";
        setShort(text.length < REASON_MIN);
        if (text.length < REASON_MIN) reason.current?.focus();
        else send.mutate({ portalId, communityId: community.id, wantedRole, reason: text });
      }}
    >
      {!isMember && (
        <RadioGroup
          legend={t("wanted")}
          name="role"
          value={wantedRole}
          onValueChange={(value) => setWanted(ROLES.find((one) => one === value) ?? wanted)}
          options={ROLES.map((value) => ({ value, label: t(`roles.${value}`), hint: t(`hints.${value}`) }))}
        />
      )}
      <Field label={t("reason")} hint={t("reasonHint")} error={isShort && t("tooShort", { count: REASON_MIN })} isRequired>
        {(control) => <TextArea {...control} ref={reason} name="reason" rows={4} maxLength={REASON_MAX} />}
      </Field>
      <p className="text-ink-muted text-small">{t("visible", { community: community.name })}</p>
      {send.error && <FailureAlert error={send.error} />}
      <Button type="submit" tone="primary" className="justify-self-start" disabled={send.isPending}>
        {t("send")}
      </Button>
    </form>
  );
}
