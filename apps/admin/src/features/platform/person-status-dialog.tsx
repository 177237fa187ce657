"use client";
import type { PersonSummary } from "@archipel/contracts/identity.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";

/** Confirms a suspension or a reinstatement, and says what it does. */
export function PersonStatusDialog({ person, onClose }: { readonly person: PersonSummary | null; readonly onClose: () => void }) {
  const t = useTranslations("admin.platform.people");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const isActive = person?.status !== "suspended";
  const setStatus = useMutation(
    api.identity.setPersonStatus.mutationOptions({
      onSuccess: ({ name, status }) => {
        toasts.add({ title: t(status === "suspended" ? "suspended" : "restored", { name }) });
        onClose();
        return queryClient.invalidateQueries(api.identity.people.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t(isActive ? "suspendTitle" : "restoreTitle", { name: person?.name ?? "" })}
      actionLabel={t(isActive ? "suspend" : "restore")}
      isDanger={isActive}
      open={person !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isPending={setStatus.isPending}
      error={setStatus.error ? errorText(setStatus.error) : undefined}
      onConfirm={() => person && setStatus.mutate({ userId: person.id, status: isActive ? "suspended" : "active" })}
    >
      <p>{t(isActive ? "suspendText" : "restoreText")}</p>
    </ConfirmDialog>
  );
}
