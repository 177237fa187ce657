"use client";
import type { CommunityLife } from "@archipel/contracts/communities.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { FreezeDialog } from "./freeze-dialog.tsx";

type Portal = CommunityLife["portals"][number];

/** The same for one portal alone. Its datasets belong to the community, and stay. */
export function PortalsSection({ life }: { readonly life: CommunityLife }) {
  const t = useTranslations("communities.portals");
  if (life.portals.length === 0) return null;
  return (
    <section aria-labelledby="portals-title" className="flex max-w-3xl flex-col gap-3">
      <h2 id="portals-title" className="text-title">
        {t("title")}
      </h2>
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {life.portals.map((portal) => (
          <PortalRow key={portal.id} communityId={life.id} portal={portal} graceDays={life.graceDays} />
        ))}
      </ul>
    </section>
  );
}

function PortalRow({
  communityId,
  portal,
  graceDays,
}: {
  readonly communityId: string;
  readonly portal: Portal;
  readonly graceDays: number;
}) {
  const t = useTranslations("communities");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [asked, setAsked] = useState<"freeze" | "delete" | null>(null);
  const done = {
    onSuccess: () => {
      setAsked(null);
      return Promise.all([
        queryClient.invalidateQueries(api.communityLife.pathFilter()),
        queryClient.invalidateQueries(api.portals.pathFilter()),
      ]);
    },
  };
  const unfreeze = useMutation(api.communityLife.unfreeze.mutationOptions(done));
  const remove = useMutation(api.communityLife.deletePortal.mutationOptions(done));
  const restore = useMutation(api.communityLife.restorePortal.mutationOptions(done));
  const error = unfreeze.error ?? restore.error;
  const named = { communityId, portalId: portal.id };
  const isDeleted = portal.status === "deleted";
  return (
    <li className="flex flex-col gap-2 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-semibold">{portal.name}</span>
            <Badge tone={portal.status === "live" ? "success" : "neutral"}>{t(`portals.status.${portal.status}`)}</Badge>
            {portal.frozen && <Badge tone="warning">{t("states.frozen")}</Badge>}
          </p>
          <p className="break-all text-ink-muted text-small">{portal.address}</p>
          {portal.frozen && <p className="text-small">{portal.frozen.reason}</p>}
          {isDeleted && portal.eraseAt && (
            <p className="text-danger-ink text-small">{t("portals.erasedOn", { date: formatDate(locale, portal.eraseAt) })}</p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {isDeleted ? (
            <Button tone="primary" disabled={restore.isPending} onClick={() => restore.mutate(named)}>
              {t("end.restore")}
            </Button>
          ) : (
            <>
              {portal.frozen ? (
                <Button disabled={unfreeze.isPending} onClick={() => unfreeze.mutate(named)}>
                  {t("frozen.undo")}
                </Button>
              ) : (
                <Button onClick={() => setAsked("freeze")}>{t("frozen.action")}</Button>
              )}
              <Button tone="danger" onClick={() => setAsked("delete")}>
                {t("portals.delete")}
              </Button>
            </>
          )}
        </div>
      </div>
      {error && <Alert tone="danger" title={errorText(error)} isLive />}
      <FreezeDialog
        communityId={communityId}
        portal={portal}
        open={asked === "freeze"}
        onOpenChange={(isOpen) => setAsked(isOpen ? "freeze" : null)}
      />
      <ConfirmDialog
        title={t("portals.deleteTitle", { name: portal.name })}
        actionLabel={t("portals.delete")}
        typedWord={portal.name}
        otherWord={portal.slug}
        open={asked === "delete"}
        onOpenChange={(isOpen) => setAsked(isOpen ? "delete" : null)}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate({ ...named, name: portal.slug })}
      >
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t("portals.deleteNow")}</li>
          <li>{t("portals.deleteGoes", { count: graceDays })}</li>
          <li>{t("portals.deleteStays")}</li>
        </ul>
      </ConfirmDialog>
    </li>
  );
}
