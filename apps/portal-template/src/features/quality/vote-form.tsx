"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

interface VoteFormProps {
  readonly communityId: string;
  readonly labelId: string;
  readonly datasetId: string;
  readonly name: string;
  readonly mine: boolean | null;
}

/** A member's vote on a label: give, change or withdraw it. */
export function VoteForm({ communityId, labelId, datasetId, name, mine }: VoteFormProps) {
  const t = useTranslations("portal.quality.labels");
  const router = useRouter();
  const vote = useMutation(useApi().quality.vote.mutationOptions({ onSuccess: () => router.refresh() }));
  const say = (isFor: boolean | null) => vote.mutate({ communityId, labelId, datasetId, isFor });
  return (
    <fieldset className="mt-3">
      <legend className="font-medium">{t("vote", { name })}</legend>
      <div className="mt-2 flex flex-wrap gap-3">
        {([true, false] as const).map((isFor) => (
          <Button
            key={String(isFor)}
            tone={mine === isFor ? "primary" : "secondary"}
            aria-pressed={mine === isFor}
            disabled={vote.isPending}
            onClick={() => say(isFor)}
          >
            {t(isFor ? "for" : "against")}
          </Button>
        ))}
        {mine !== null && (
          <Button tone="quiet" disabled={vote.isPending} onClick={() => say(null)}>
            {t("takeBack")}
          </Button>
        )}
      </div>
      {vote.isSuccess && mine !== null && <Alert tone="success" title={t("voted")} isLive />}
      {vote.error && <FailureAlert error={vote.error} />}
    </fieldset>
  );
}
