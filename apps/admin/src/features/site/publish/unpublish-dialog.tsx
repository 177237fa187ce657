"use client";
import { useTranslations } from "next-intl";
import { useApiClient } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import { usePageAct } from "./use-page-act.ts";

/** Takes a page from visitors. Its draft and its versions stay. */
export function UnpublishDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.publish");
  const client = useApiClient();
  const errorText = useErrorText();
  const { page } = useOpenPage();
  const act = usePageAct<void>(({ communityId, pageId }) => client.sitePages.unpublish.mutate({ communityId, pageId }));
  return (
    <ConfirmDialog
      title={t("unpublishTitle", { kind: page.kind })}
      actionLabel={t("unpublish")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isPending={act.isPending}
      error={act.isNotStored ? t("notStored") : act.error ? errorText(act.error) : undefined}
      onConfirm={() => act.mutate(undefined, { onSuccess: onClose })}
    >
      <p>{t(page.kind === "home" ? "unpublishHome" : "unpublishText")}</p>
    </ConfirmDialog>
  );
}
