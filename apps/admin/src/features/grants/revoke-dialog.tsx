"use client";
import type { Grant } from "@archipel/contracts/grants.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { useGrantCalls } from "./use-grant-calls.ts";
import { useGrantWords, useSubjectWords } from "./use-grant-words.ts";

export function RevokeDialog({ grant, onClose }: { readonly grant: Grant; readonly onClose: () => void }) {
  const t = useTranslations("grants.revokeDialog");
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const sentence = useGrantWords()(grant);
  const who = useSubjectWords()(grant.subject);
  const { revoke } = useGrantCalls(() => {
    toasts.add({ title: t("done") });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t("title")}
      actionLabel={t("action")}
      isPending={revoke.isPending}
      error={revoke.error ? errorText(revoke.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => revoke.mutate({ communityId, grantId: grant.id })}
    >
      <p>{sentence}</p>
      <p>{t("text", { who })}</p>
    </ConfirmDialog>
  );
}
