"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { Comparison } from "../versions/comparison.tsx";
import { draftOf } from "./draft-of.ts";
import { useEditor } from "./editor-context.tsx";
import { useOpenPage } from "./open-page.tsx";
import type { PageDraft } from "./page-draft.ts";

/** The draft was changed elsewhere too: both are shown, and the person chooses one. Undo leads back to the other. */
export function ConflictDialog({ onTakeTheirs }: { readonly onTakeTheirs: (draft: PageDraft, revision: number) => void }) {
  const t = useTranslations("site-editor.conflict");
  const locale = useLocale();
  const api = useApi();
  const { draft } = useEditor();
  const { page, saver } = useOpenPage();
  const { communityId, id: pageId } = page;
  const theirs = useQuery({ ...api.sitePages.get.queryOptions({ communityId, pageId }), queryKey: ["page-conflict", pageId], staleTime: 0, gcTime: 0 });
  return (
    <Dialog
      title={t("title")}
      description={
        theirs.data && t("text", { who: theirs.data.updatedBy ?? t("somebody"), when: formatDateTime(locale, theirs.data.updatedAt) })
      }
      closeLabel={t("later")}
      open
      placement="wide"
      footer={
        theirs.data && (
          <>
            <Button onClick={() => theirs.data && onTakeTheirs(draftOf(theirs.data.draft), theirs.data.revision)}>{t("theirs")}</Button>
            <Button tone="primary" onClick={() => theirs.data && saver.settle(draft, theirs.data.revision)}>
              {t("mine")}
            </Button>
          </>
        )
      }
    >
      <QueryView query={theirs} rows={4}>
        {(data) => (
          <div className="flex flex-col gap-4">
            <p>{t("legend")}</p>
            <Comparison before={draftOf(data.draft)} after={draft} />
          </div>
        )}
      </QueryView>
    </Dialog>
  );
}
