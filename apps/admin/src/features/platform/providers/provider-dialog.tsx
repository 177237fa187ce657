"use client";
import type { SignInProvider, SignInProviders } from "@archipel/contracts/identity-providers.ts";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApi } from "../../../api/api.ts";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";
import { AddressList } from "./address-list.tsx";
import { ProviderFields } from "./provider-fields.tsx";
import { inputOf, type ProviderSent, type ProviderTyped, providerForm, typedOf } from "./provider-values.ts";

interface ProviderDialogProps {
  /** Null: a new one. */
  readonly provider: SignInProvider | null;
  /** The id and the addresses of a new one. */
  readonly next: SignInProviders["next"];
  readonly onClose: () => void;
}

/** Sets an institution's provider up: who it is, what it is asked, and who may enter. */
export function ProviderDialog({ provider, next, onClose }: ProviderDialogProps) {
  const t = useTranslations("admin.platform.providers");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const form = useForm<ProviderTyped, unknown, ProviderSent>({ resolver: zodResolver(providerForm), defaultValues: typedOf(provider) });
  const { onError, ...shown } = useFormMessage(form, inputOf);
  const save = useMutation(
    api.identity.saveProvider.mutationOptions({
      onSuccess: async ({ name }) => {
        toasts.add({ title: t("saved", { name: name.fr }) });
        onClose();
        await queryClient.invalidateQueries(api.identity.providers.pathFilter());
      },
      onError,
    }),
  );
  return (
    <FormDialog
      title={provider ? t("change", { name: provider.name.fr }) : t("addTitle")}
      description={t("dialogText")}
      form={form}
      sending={{
        ...shown,
        label: t("save"),
        isPending: save.isPending,
        send: (values) => save.mutate({ ...values, id: provider?.id ?? next.id, isNew: provider === null }),
      }}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <AddressList addresses={provider ?? next} />
      <ProviderFields form={form} isNew={provider === null} />
    </FormDialog>
  );
}
