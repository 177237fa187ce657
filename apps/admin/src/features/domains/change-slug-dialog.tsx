"use client";
import { changeSlugInput, type PortalAddresses } from "@archipel/contracts/domains.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";

const schema = changeSlugInput.pick({ slug: true });

interface ChangeSlugDialogProps {
  readonly portalId: string;
  readonly current: string;
  readonly onChanged: (addresses: PortalAddresses) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for another address on the platform, and says what happens to the current one. */
export function ChangeSlugDialog({ portalId, current, onChanged, onClose }: ChangeSlugDialogProps) {
  const t = useTranslations("domains.platform");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const toasts = useToasts();
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { slug: current } });
  const { errors } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "slug" ? path : null));
  const change = useMutation(
    api.domains.changeSlug.mutationOptions({
      onSuccess: async (addresses) => {
        toasts.add({ title: t("changed") });
        await onChanged(addresses);
        onClose();
      },
      onError,
    }),
  );
  return (
    <FormDialog
      open
      title={t("changeTitle")}
      description={t("changeText")}
      form={form}
      sending={{
        ...shown,
        label: t("change"),
        isPending: change.isPending,
        send: ({ slug }) => change.mutate({ communityId, portalId, slug }),
      }}
      onOpenChange={onClose}
    >
      <Field
        label={t("slug")}
        hint={t("slugHint")}
        error={errors.slug && (errors.slug.type === "server" ? errors.slug.message : t("slugHint"))}
        isRequired
      >
        {(control) => (
          <TextInput {...control} {...form.register("slug")} maxLength={60} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        )}
      </Field>
    </FormDialog>
  );
}
