"use client";
import type { SitePageSummary } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore, EllipsisVertical, Pin, PinOff, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { UsedBy } from "../../../kit/used-by.tsx";

/** Archives a page, brings it back, or deletes it; pins a news item. */
export function PageActs({ page, title }: { readonly page: SitePageSummary; readonly title: string }) {
  const t = useTranslations("site-editor.pages");
  const tn = useTranslations("site-editor.news");
  const api = useApi();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const [asked, setAsked] = useState<"archive" | "delete" | null>(null);
  const done = {
    onSuccess: () => {
      setAsked(null);
      return queryClient.invalidateQueries(api.sitePages.pathFilter());
    },
  };
  const archive = useMutation(api.sitePages.archive.mutationOptions(done));
  const remove = useMutation(api.sitePages.remove.mutationOptions(done));
  const pin = useMutation(api.sitePages.pin.mutationOptions(done));
  const isArchived = page.status === "archived";
  const isHome = page.kind === "home";
  const base = { communityId, pageId: page.id };
  return (
    <>
      <Menu
        trigger={
          <Button tone="quiet" isSquare aria-label={t("acts", { title })}>
            <EllipsisVertical aria-hidden className="size-5" />
          </Button>
        }
        entries={[
          ...(page.kind === "news"
            ? [
                {
                  kind: "action" as const,
                  label: tn(page.isPinned ? "unpin" : "pin"),
                  icon: page.isPinned ? <PinOff aria-hidden className="size-4" /> : <Pin aria-hidden className="size-4" />,
                  onSelect: () => pin.mutate({ ...base, isPinned: !page.isPinned }),
                },
              ]
            : []),
          ...(isHome
            ? []
            : [
                {
                  kind: "action" as const,
                  label: t(isArchived ? "unarchive" : "archive"),
                  icon: isArchived ? <ArchiveRestore aria-hidden className="size-4" /> : <Archive aria-hidden className="size-4" />,
                  onSelect: () => (isArchived ? archive.mutate({ ...base, isArchived: false }) : setAsked("archive")),
                },
              ]),
          {
            kind: "action",
            label: t(isHome ? "backToTheme" : "delete"),
            icon: <Trash2 aria-hidden className="size-4" />,
            isDanger: true,
            onSelect: () => setAsked("delete"),
          },
        ]}
      />
      <ConfirmDialog
        title={t("archiveTitle", { title })}
        actionLabel={t("archive")}
        open={asked === "archive"}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        isPending={archive.isPending}
        error={archive.error ? errorText(archive.error) : undefined}
        onConfirm={() => archive.mutate({ ...base, isArchived: true })}
      >
        <p>{t("archiveText")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t(isHome ? "backToThemeTitle" : "deleteTitle", { title })}
        actionLabel={t(isHome ? "backToTheme" : "delete")}
        open={asked === "delete"}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate(base)}
      >
        <p>{isHome ? t("backToThemeText") : t("deleteText", { kind: page.kind })}</p>
        {asked === "delete" && <UsedBy kind="page" id={page.id} />}
      </ConfirmDialog>
    </>
  );
}
