"use client";
import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";

interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

interface BulkBarProps {
  readonly chosen: readonly DatasetSummary[];
  /** Returns the ids that could not be changed. */
  readonly onDone: (left: readonly string[]) => void;
}

/** Changes all ticked datasets, one call after the other. Those that are refused stay ticked, with the reason. */
export function BulkBar({ chosen, onDone }: BulkBarProps) {
  const t = useTranslations("admin.datasets");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const setStatus = useMutation(api.datasets.setStatus.mutationOptions());
  const [isRunning, setRunning] = useState(false);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const run = async (status: DatasetSummary["status"]) => {
    setRunning(true);
    const refused: Refusal[] = [];
    const toChange = chosen.filter((dataset) => dataset.status !== status);
    for (const { id, title, layerCount, attachmentCount } of toChange) {
      if (status === "published" && layerCount + attachmentCount === 0) {
        refused.push({ id, title, reason: t("publishNeedsLayer") });
        continue;
      }
      try {
        await setStatus.mutateAsync({ communityId: community.id, datasetId: id, status });
      } catch (failure) {
        refused.push({ id, title, reason: errorText(failure) });
      }
    }
    await queryClient.invalidateQueries(api.datasets.pathFilter());
    const count = toChange.length - refused.length;
    if (refused.length === 0 || count > 0)
      toasts.add({ title: t(status === "published" ? "publishedCount" : "unpublishedCount", { count }) });
    setRefusals(refused);
    setRunning(false);
    onDone(refused.map(({ id }) => id));
  };
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-card bg-accent-soft px-4 py-2">
      <p className="flex-1 basis-full font-medium sm:basis-0">{t("chosen", { count: chosen.length })}</p>
      <Button disabled={isRunning} onClick={() => run("published")}>
        {t("publish")}
      </Button>
      <Button disabled={isRunning} onClick={() => run("draft")}>
        {t("unpublish")}
      </Button>
      {refusals.map(({ id, title, reason }) => (
        <div key={id} className="basis-full">
          <Alert tone="danger" title={reason} where={title} isLive />
        </div>
      ))}
    </div>
  );
}
