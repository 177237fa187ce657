"use client";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";

interface AddDomainDialogProps {
  readonly portalId: string;
  readonly onAdded: (addresses: PortalAddresses) => Promise<void>;
  readonly onClose: () => void;
}

export function AddDomainDialog({ portalId, onAdded, onClose }: AddDomainDialogProps) {
  const t = useTranslations("domains.own");
  const tc = useTranslations("common.states");
  const tf = useTranslations("admin.forms");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const form = useForm({ defaultValues: { name: "" } });
  const { errors } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "name" ? path : null));
  const add = useMutation(
    api.domains.add.mutationOptions({
      onSuccess: async (addresses) => {
        await onAdded(addresses);
        onClose();
      },
      onError,
    }),
  );
  return (
    <FormDialog
      open
      title={t("add")}
      description={t("text")}
      form={form}
      sending={{
        ...shown,
        label: t("add"),
        isPending: add.isPending,
        send: ({ name }) => add.mutate({ communityId, portalId, name }),
      }}
      onOpenChange={onClose}
    >
      <Field
        label={t("name")}
        hint={t("nameHint")}
        error={errors.name && (errors.name.message || tf("invalid_type"))}
        mark={tc("required")}
        isRequired
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("name", { validate: (name) => name.trim() !== "" })}
            maxLength={500}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            inputMode="url"
          />
        )}
      </Field>
    </FormDialog>
  );
}
