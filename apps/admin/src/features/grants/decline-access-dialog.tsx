"use client";
import type { AccessRequest } from "@archipel/contracts/grants.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { DeclineDialog } from "../../kit/forms/decline-dialog.tsx";
import { useGrantCalls } from "./use-grant-calls.ts";

const MOTIVES = ["territory", "licence", "other"] as const;

/** Declines a request, with an answer that the person reads. */
export function DeclineAccessDialog({ request, onClose }: { readonly request: AccessRequest; readonly onClose: () => void }) {
  const t = useTranslations("grants.queue");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const name = request.personName;
  const { decline } = useGrantCalls(() => {
    toasts.add({ title: t("declined", { name }) });
    onClose();
  });
  const motiveOf = (value: "purpose" | (typeof MOTIVES)[number]) => ({
    value,
    label: t(`motives.${value}`),
    answer: value === "other" ? "" : t(`motiveTexts.${value}`),
  });
  return (
    <DeclineDialog
      words={{
        title: t("declineTitle", { name }),
        text: t("declineText", { name }),
        legend: t("motive"),
        answer: t("answer"),
        answerMissing: t("answerMissing", { name }),
        action: t("declineAction"),
      }}
      name="access-motive"
      motives={[motiveOf("purpose"), ...MOTIVES.map(motiveOf)]}
      decline={decline}
      onDecline={(answer) => decline.mutate({ communityId, requestId: request.id, answer })}
      onClose={onClose}
    />
  );
}
