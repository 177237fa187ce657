"use client";
import type { AccessRequest } from "@archipel/contracts/grants.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { useGrantCalls } from "./use-grant-calls.ts";

const MOTIVES = ["purpose", "territory", "licence", "other"] as const;

/** Declines a request with one of the usual reasons, which can be rewritten, or with another. */
export function DeclineAccessDialog({ request, onClose }: { readonly request: AccessRequest; readonly onClose: () => void }) {
  const t = useTranslations("grants.queue");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = request.personName;
  const [motive, setMotive] = useState<(typeof MOTIVES)[number]>("purpose");
  const [answer, setAnswer] = useState<string>(t("motiveTexts.purpose"));
  const [isMissing, setMissing] = useState(false);
  const { decline } = useGrantCalls(() => {
    toasts.add({ title: t("declined", { name }) });
    onClose();
  });
  const choose = (value: string) => {
    const next = MOTIVES.find((one) => one === value) ?? motive;
    setMotive(next);
    setAnswer(next === "other" ? "" : t(`motiveTexts.${next}`));
    setMissing(false);
  };
  return (
    <ConfirmDialog
      title={t("declineTitle", { name })}
      actionLabel={t("declineAction")}
      isPending={decline.isPending}
      error={decline.error ? errorText(decline.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        setMissing(answer.trim() === "");
        if (answer.trim() !== "") decline.mutate({ communityId, requestId: request.id, answer });
      }}
    >
      <p>{t("declineText", { name })}</p>
      <RadioGroup
        legend={t("motive")}
        name="access-motive"
        value={motive}
        onValueChange={choose}
        options={MOTIVES.map((value) => ({ value, label: t(`motives.${value}`) }))}
      />
      <Field label={t("answer")} error={isMissing && t("answerMissing", { name })} isRequired>
        {(control) => (
          <TextArea {...control} rows={4} maxLength={1000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
