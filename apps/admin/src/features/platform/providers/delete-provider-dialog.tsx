"use client";
import type { SignInProvider } from "@archipel/contracts/identity-providers.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";

/** Removes a provider with the identities that people have there, after a warning. */
export function DeleteProviderDialog({ provider, onClose }: { readonly provider: SignInProvider | null; readonly onClose: () => void }) {
  const t = useTranslations("admin.platform.providers");
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = provider?.name[locale] ?? "";
  const remove = useMutation(
    api.identity.deleteProvider.mutationOptions({
      onSuccess: () => {
        toasts.add({ title: t("deleted", { name }) });
        onClose();
        return queryClient.invalidateQueries(api.identity.providers.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("deleteTitle", { name })}
      actionLabel={t("delete")}
      typedWord={name}
      open={provider !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isPending={remove.isPending}
      error={remove.error ? errorText(remove.error) : undefined}
      onConfirm={() => provider && remove.mutate({ id: provider.id })}
    >
      <p>{t("deleteText", { people: provider?.people ?? 0 })}</p>
    </ConfirmDialog>
  );
}
