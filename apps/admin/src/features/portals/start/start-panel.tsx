"use client";
import type { StartList, StartStep } from "@archipel/contracts/portal-start.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import { OnlineDialog } from "./online-dialog.tsx";
import { StartSteps } from "./start-steps.tsx";

interface StartPanelProps {
  readonly portal: Portal;
  /** What is shown once nothing is left to do. */
  readonly otherwise: ReactNode;
}

/** On the page of a portal: what is left to do until it is ready, and the act that puts it online. It goes once nothing is left. */
export function StartPanel({ portal, otherwise }: StartPanelProps) {
  const api = useApi();
  const isManager = hasRole(useCommunity(), "manager");
  const input = { communityId: portal.communityId, portalId: portal.id };
  const lists = useQuery(
    api.portals.start.queryOptions(input, { enabled: isManager && portal.status !== "deleted", refetchOnMount: "always" }),
  );
  const list = lists.data?.[0];
  if (lists.error) return <FailureAlert error={lists.error} />;
  if (!list || (list.isOver && portal.status !== "preparing")) return lists.isPending && isManager ? null : otherwise;
  return <Shown portal={portal} list={list} />;
}

function Shown({ portal, list }: { readonly portal: Portal; readonly list: StartList }) {
  const t = useTranslations("admin.portals.start");
  const api = useApi();
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const input = { communityId: portal.communityId, portalId: portal.id };
  const change = useMutation(
    api.portals.changeStart.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.portals.start.pathFilter()) }),
  );
  const skip = ({ key }: StartStep, isSkipped: boolean) => {
    const before = list.steps.filter(({ state }) => state === "skipped").map((step) => step.key);
    change.mutate({ ...input, skipped: isSkipped ? [...before, key] : before.filter((one) => one !== key) });
  };
  const done = list.steps.filter(({ state }) => state === "done" || state === "skipped").length;
  return (
    <section id="start" aria-labelledby="start-title" className="scroll-mt-4 rounded-card border border-line bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-3 border-line border-b px-5 py-3">
        <h2 id="start-title" className="text-large">
          {t(list.isPreparing ? "preparing" : "title")}
        </h2>
        <span className="figures text-ink-muted text-small">{t("progress", { done, all: list.steps.length })}</span>
        {!list.isPreparing && (
          <Button tone="quiet" disabled={change.isPending} onClick={() => change.mutate({ ...input, isPutAway: true })}>
            {t("putAway")}
          </Button>
        )}
      </div>
      <StartSteps
        list={list}
        onSkip={skip}
        online={
          list.isPreparing && (
            <Button tone="primary" onClick={() => setAsking(true)}>
              {t("online.act")}
            </Button>
          )
        }
      />
      {change.error && <FailureAlert error={change.error} />}
      <OnlineDialog portal={portal} list={list} open={isAsking} onOpenChange={setAsking} />
    </section>
  );
}
