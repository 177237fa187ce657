"use client";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApiClient } from "../../../api/api.ts";
import { useMe } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { draftOf } from "../draft/draft-of.ts";
import { useEditor } from "../draft/editor-context.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import type { PageDraft } from "../draft/page-draft.ts";
import { Comparison } from "../versions/comparison.tsx";

/** The draft was changed elsewhere too: both are shown, and the person chooses one. Undo leads back to the other. */
export function ConflictDialog({ onTakeTheirs }: { readonly onTakeTheirs: (draft: PageDraft, revision: number) => void }) {
  const t = useTranslations("site-editor.conflict");
  const locale = useLocale();
  const client = useApiClient();
  const me = useMe();
  const { draft } = useEditor();
  const { page, saver } = useOpenPage();
  const { communityId, id: pageId } = page;
  // Read again for each conflict, apart from the page that the editor holds.
  const theirs = useQuery({
    queryKey: ["page-conflict", pageId],
    queryFn: () => client.sitePages.get.query({ communityId, pageId }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog
      title={t("title")}
      description={
        theirs.data &&
        t(theirs.data.updatedBy === me.name ? "own" : "text", {
          who: theirs.data.updatedBy ?? t("somebody"),
          when: formatDateTime(locale, theirs.data.updatedAt),
        })
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
