"use client";
import type { StartList } from "@archipel/contracts/portal-start.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useStepText } from "./step-text.ts";

interface OnlineDialogProps {
  readonly portal: Portal;
  readonly list: StartList;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The moment before everybody sees a portal: its address, and what is still missing on it. */
export function OnlineDialog({ portal, list, open, onOpenChange }: OnlineDialogProps) {
  const t = useTranslations("admin.portals.start");
  const api = useApi();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const textOf = useStepText();
  const missing = list.steps.filter(({ key, state }) => key !== "online" && (state === "todo" || state === "hidden"));
  const publish = useMutation(
    api.portals.setStatus.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        toasts.add({ title: t("online.nowOnline"), description: portal.address });
        return queryClient.invalidateQueries(api.portals.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("online.title", { name: portal.name })}
      actionLabel={t("online.act")}
      isDanger={false}
      open={open}
      onOpenChange={onOpenChange}
      isPending={publish.isPending}
      error={publish.error ? errorText(publish.error) : undefined}
      onConfirm={() => publish.mutate({ communityId: portal.communityId, portalId: portal.id, status: "live" })}
    >
      <p>{t.rich("online.text", { address: portal.address, b: (address) => <strong className="break-words">{address}</strong> })}</p>
      {missing.length === 0 ? (
        <p>{t("online.ready")}</p>
      ) : (
        <div>
          <p className="mb-2 font-medium">{t("online.missing", { count: missing.length })}</p>
          <ul className="flex flex-col gap-2">
            {missing.map((step) => (
              <li key={step.key} className="flex items-start gap-3">
                <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warning" />
                <span>
                  <strong className="font-medium">{t(`${step.key}.name`)}</strong>
                  <span className="block text-ink-muted text-small">{textOf(step)}</span>
                </span>
              </li>
            ))}
          </ul>
          <p className="mt-3 text-ink-muted text-small">{t("online.later")}</p>
        </div>
      )}
    </ConfirmDialog>
  );
}
