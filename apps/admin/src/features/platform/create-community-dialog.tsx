"use client";
import { createCommunityInput } from "@archipel/contracts/communities.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { useFieldError } from "../../kit/forms/use-field-error.ts";

type Values = z.input<typeof createCommunityInput>;

export function CreateCommunityDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useTranslations();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const fieldError = useFieldError();
  const form = useForm<Values, unknown, z.output<typeof createCommunityInput>>({
    resolver: zodResolver(createCommunityInput),
    defaultValues: { name: "", slug: "", description: "", managerEmail: "" },
  });
  const { errors } = form.formState;
  const suggested = useRef("");
  const { onError, ...shown } = useFormMessage(form, (path) => (path in createCommunityInput.shape ? (path as keyof Values) : null));
  const create = useMutation(
    api.communities.create.mutationOptions({
      onSuccess: async (_, { name }) => {
        toasts.add({ title: t("admin.platform.created", { name }) });
        form.reset();
        suggested.current = "";
        onOpenChange(false);
        await queryClient.invalidateQueries(api.usage.communities.pathFilter());
      },
      onError,
    }),
  );
  const required = { mark: t("common.states.required"), isRequired: true };
  return (
    <FormDialog
      title={t("admin.platform.create")}
      form={form}
      sending={{ ...shown, label: t("admin.platform.createAction"), isPending: create.isPending, send: (values) => create.mutate(values) }}
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field label={t("admin.settings.name")} error={fieldError(errors.name)} {...required}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register("name", {
              onChange: (event) => {
                if (form.getValues("slug") !== suggested.current) return;
                suggested.current = slugFrom(event.target.value);
                form.setValue("slug", suggested.current);
              },
            })}
          />
        )}
      </Field>
      <Field label={t("admin.settings.slug")} hint={t("admin.platform.slugHint")} error={fieldError(errors.slug)} {...required}>
        {(control) => <TextInput {...control} {...form.register("slug")} className="figures" autoCapitalize="none" spellCheck={false} />}
      </Field>
      <Field label={t("admin.settings.description")} error={fieldError(errors.description)}>
        {(control) => <TextArea {...control} {...form.register("description")} rows={3} />}
      </Field>
      <Field
        label={t("admin.platform.managerEmail")}
        hint={t("admin.platform.managerEmailHint")}
        error={fieldError(errors.managerEmail)}
        {...required}
      >
        {(control) => <TextInput {...control} {...form.register("managerEmail")} type="email" autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}
