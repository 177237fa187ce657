"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApi } from "../../../api/api.ts";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";

interface FreezeDialogProps {
  readonly communityId: string;
  /** Only that portal; absent: everything. */
  readonly portal?: { readonly id: string; readonly name: string } | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Asks why something becomes read-only: everybody reads the reason. */
export function FreezeDialog({ communityId, portal, open, onOpenChange }: FreezeDialogProps) {
  const t = useTranslations("communities.frozen");
  const tc = useTranslations("common.states");
  const api = useApi();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { reason: "" } });
  const { errors } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "reason" ? path : null));
  const freeze = useMutation(
    api.communityLife.freeze.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        form.reset();
        return Promise.all([
          queryClient.invalidateQueries(api.communityLife.pathFilter()),
          queryClient.invalidateQueries(api.communities.pathFilter()),
        ]);
      },
      onError,
    }),
  );
  return (
    <FormDialog
      title={portal ? t("portalTitle", { name: portal.name }) : t("askTitle")}
      form={form}
      sending={{
        ...shown,
        label: t("action"),
        isPending: freeze.isPending,
        send: ({ reason }) => freeze.mutate({ communityId, reason: reason.trim(), ...(portal && { portalId: portal.id }) }),
      }}
      open={open}
      onOpenChange={onOpenChange}
    >
      <p>{t(portal ? "portalText" : "askText")}</p>
      <Field
        label={t("reason")}
        hint={t("reasonHint")}
        error={errors.reason && (errors.reason.message || t("reasonFirst"))}
        mark={tc("required")}
        isRequired
      >
        {(control) => (
          <TextInput {...control} {...form.register("reason", { validate: (reason) => reason.trim() !== "" })} maxLength={300} />
        )}
      </Field>
    </FormDialog>
  );
}
