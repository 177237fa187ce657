"use client";
import type { PersonSummary } from "@archipel/contracts/identity.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";

/** Removes the authenticator app of a person who lost it, after a warning. */
export function ResetFactorDialog({ person, onClose }: { readonly person: PersonSummary | null; readonly onClose: () => void }) {
  const t = useTranslations("admin.platform.people");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = person?.name ?? "";
  const reset = useMutation(
    api.identity.resetSecondFactor.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: t("factorReset", { name }) });
        onClose();
        return queryClient.invalidateQueries(api.identity.people.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("resetFactorTitle", { name })}
      actionLabel={t("resetFactor")}
      isDanger
      open={person !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isPending={reset.isPending}
      error={reset.error ? errorText(reset.error) : undefined}
      onConfirm={() => person && reset.mutate({ userId: person.id })}
    >
      <p>{t("resetFactorText")}</p>
    </ConfirmDialog>
  );
}
