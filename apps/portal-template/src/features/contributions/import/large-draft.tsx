"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { FailureAlert } from "../../site/failure-alert.tsx";

interface LargeDraftProps {
  readonly contributionId: string;
  readonly taken: number;
  readonly fileName: string;
  readonly right: LayerRight;
  readonly onShow: () => void;
}

/** A draft of more edits than a person reviews one by one: it can be sent from here, or opened anyway. */
export function LargeDraft({ contributionId, taken, fileName, right, onShow }: LargeDraftProps) {
  const t = useTranslations("contributions.import");
  const client = useApiClient();
  const [state, setState] = useState<"asked" | "sending" | "sent">("asked");
  const [failure, setFailure] = useState<unknown>(null);
  const send = async () => {
    setState("sending");
    setFailure(null);
    const named = { communityId: right.communityId, contributionId };
    try {
      await client.contributions.describe.mutate({ ...named, title: t("draftTitle", { file: fileName.slice(0, 120) }), message: "" });
      await client.contributions.submit.mutate(named);
      setState("sent");
    } catch (error) {
      setFailure(error);
      setState("asked");
    }
  };
  if (state === "sent") {
    return (
      <Alert
        tone="success"
        isLive
        title={t("sent.title")}
        repair={t("sent.text", { community: right.communityName })}
        action={<Button onClick={onShow}>{t("close")}</Button>}
      />
    );
  }
  return (
    <div className="grid gap-4">
      <Alert tone="success" isLive title={t("large.title", { count: taken })} repair={t("large.text")} />
      {failure !== null && <FailureAlert error={failure} />}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onShow}>{t("large.show")}</Button>
        <Button tone="primary" aria-busy={state === "sending"} onClick={() => state === "asked" && send()}>
          <Send aria-hidden className="size-4" />
          {t("large.send")}
        </Button>
      </div>
    </div>
  );
}
