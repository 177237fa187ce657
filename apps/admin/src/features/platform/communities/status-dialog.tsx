"use client";
import type { CommunityUsage } from "@archipel/contracts/usage.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";

/** Suspends a community or reopens it, with the reason. */
export function StatusDialog({ community, onClose }: { readonly community: CommunityUsage; readonly onClose: () => void }) {
  const t = useTranslations("admin.platform");
  const tu = useTranslations("usage.communities");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [reason, setReason] = useState("");
  const setStatus = useMutation(
    api.communities.setStatus.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries(api.usage.communities.pathFilter());
      },
    }),
  );
  const { id, name, status } = community;
  const isActive = status === "active";
  return (
    <ConfirmDialog
      title={t(isActive ? "suspendTitle" : "restoreTitle", { name })}
      actionLabel={t(isActive ? "suspend" : "restore")}
      isDanger={isActive}
      open
      onOpenChange={(open) => !open && onClose()}
      isPending={setStatus.isPending}
      error={setStatus.error ? errorText(setStatus.error) : undefined}
      onConfirm={() => setStatus.mutate({ id, status: isActive ? "suspended" : "active", reason })}
    >
      <p>{t(isActive ? "suspendText" : "restoreText")}</p>
      <Field label={tu("reason")} hint={tu("reasonHint")}>
        {(control) => <TextInput {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </ConfirmDialog>
  );
}
