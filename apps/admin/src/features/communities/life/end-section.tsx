"use client";
import type { CommunityLife } from "@archipel/contracts/communities.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { links } from "../../../links.ts";
import { ProofDialog } from "./proof-dialog.tsx";

/** Closing and erasing a community: what happens, what stays and until when. */
export function EndSection({ life }: { readonly life: CommunityLife }) {
  const t = useTranslations("communities.end");
  const api = useApi();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [asked, setAsked] = useState<"archive" | "delete" | null>(null);
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries(api.communityLife.pathFilter()),
      queryClient.invalidateQueries(api.identity.pathFilter()),
      queryClient.invalidateQueries(api.portals.pathFilter()),
    ]);
  const close = {
    onSuccess: async () => {
      setAsked(null);
      // The pages of a closed community are gone.
      router.push(links.closed());
      await refresh();
    },
  };
  const archive = useMutation(api.communityLife.archive.mutationOptions(close));
  const remove = useMutation(api.communityLife.delete.mutationOptions(close));
  const reopen = useMutation(api.communityLife.reopen.mutationOptions({ onSuccess: refresh }));
  const restore = useMutation(api.communityLife.restore.mutationOptions({ onSuccess: refresh }));
  const failure = reopen.error ?? restore.error;
  const { counts } = life;
  return (
    <section aria-labelledby="end-title" className="flex max-w-3xl flex-col gap-4 rounded-control border border-danger p-4 sm:p-6">
      <h2 id="end-title" className="text-title">
        {t("title")}
      </h2>
      {failure && <Alert tone="danger" title={errorText(failure)} isLive />}
      {life.status === "deleted" ? (
        <Row title={t("restore")} text={t("restoreText")}>
          <Button tone="primary" disabled={restore.isPending} onClick={() => restore.mutate({ communityId: life.id })}>
            {t("restore")}
          </Button>
        </Row>
      ) : (
        <>
          {life.status === "archived" ? (
            <Row title={t("reopen")} text={t("reopenText")}>
              <Button tone="primary" disabled={reopen.isPending} onClick={() => reopen.mutate({ communityId: life.id })}>
                {t("reopen")}
              </Button>
            </Row>
          ) : (
            <Row title={t("archive")} text={t("archiveText")}>
              <Button tone="danger" onClick={() => setAsked("archive")}>
                {t("archive")}
              </Button>
            </Row>
          )}
          <Row title={t("delete")} text={t("deleteText", { count: life.graceDays })}>
            <Button tone="danger" onClick={() => setAsked("delete")}>
              {t("delete")}
            </Button>
          </Row>
        </>
      )}
      <ConfirmDialog
        title={t("archiveTitle", { name: life.name })}
        actionLabel={t("archive")}
        typedWord={life.name}
        otherWord={life.slug}
        open={asked === "archive"}
        onOpenChange={(isOpen) => setAsked(isOpen ? "archive" : null)}
        isPending={archive.isPending}
        error={archive.error ? errorText(archive.error) : undefined}
        onConfirm={() => archive.mutate({ communityId: life.id })}
      >
        <p>{t("archiveText")}</p>
      </ConfirmDialog>
      <ProofDialog
        title={t("deleteTitle", { name: life.name })}
        actionLabel={t("delete")}
        typedName={life.name}
        otherName={life.slug}
        open={asked === "delete"}
        onOpenChange={(isOpen) => setAsked(isOpen ? "delete" : null)}
        call={{
          isPending: remove.isPending,
          mutate: (password, options) => remove.mutate({ communityId: life.id, name: life.name, password }, options),
        }}
      >
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>{t("deleteNow")}</li>
          <li>
            {t("deleteGoes", {
              count: life.graceDays,
              portals: life.portals.length,
              datasets: counts.datasets,
              reports: counts.reports,
              members: counts.members,
            })}
          </li>
          <li>{t("deleteStays")}</li>
          <li>{t("deleteCopy")}</li>
        </ul>
      </ProofDialog>
    </section>
  );
}

function Row({ title, text, children }: { readonly title: string; readonly text: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-ink-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}
