"use client";
import type { MemberRequest } from "@archipel/contracts/requests.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../../kit/current-community.tsx";
import { DeclineDialog } from "../../../kit/forms/decline-dialog.tsx";
import { useDecisions } from "./use-requests.ts";

const MOTIVES = ["local", "elsewhere", "other"] as const;

/** Declines a request, with an answer that the person reads. */
export function DeclineRequestDialog({ request, onClose }: { readonly request: MemberRequest; readonly onClose: () => void }) {
  const t = useTranslations("requests.queue");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const name = request.personName;
  const { decline } = useDecisions(() => {
    toasts.add({ title: t("declined", { name }) });
    onClose();
  });
  const motiveOf = (value: "unknown" | (typeof MOTIVES)[number]) => ({
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
        answer: t("motiveText"),
        answerMissing: t("motiveMissing", { name }),
        action: t("declineAction"),
      }}
      name="motive"
      motives={[motiveOf("unknown"), ...MOTIVES.map(motiveOf)]}
      decline={decline}
      onDecline={(answer) => decline.mutate({ communityId, requestId: request.id, answer })}
      onClose={onClose}
    />
  );
}
