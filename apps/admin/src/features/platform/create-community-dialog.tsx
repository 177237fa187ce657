"use client";
import { createCommunityInput } from "@archipel/contracts/communities.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { useFieldError, useServerErrors } from "../../kit/forms/use-field-error.ts";

type Values = z.input<typeof createCommunityInput>;

export function CreateCommunityDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const [message, setMessage] = useState<string | null>(null);
  const form = useForm<Values, unknown, z.output<typeof createCommunityInput>>({
    resolver: zodResolver(createCommunityInput),
    defaultValues: { name: "", slug: "", description: "", managerEmail: "" },
  });
  const { errors } = form.formState;
  const suggested = useRef("");
  const tieErrors = useServerErrors(form.setError, (path) => (path in createCommunityInput.shape ? (path as keyof Values) : null));
  const create = useMutation(
    api.communities.create.mutationOptions({
      onSuccess: async (_, { name }) => {
        toasts.add({ title: t("admin.platform.created", { name }) });
        form.reset();
        suggested.current = "";
        onOpenChange(false);
        await queryClient.invalidateQueries(api.communities.pathFilter());
      },
      onError: (error) => setMessage(tieErrors(error) ? null : errorText(error)),
    }),
  );
  // What was typed stays for the next opening; what was wrong does not.
  const changeOpen = (isOpening: boolean) => {
    setMessage(null);
    form.clearErrors();
    onOpenChange(isOpening);
  };
  const required = { mark: t("common.states.required"), isRequired: true };
  return (
    <Dialog
      title={t("admin.platform.create")}
      closeLabel={t("common.actions.close")}
      open={open}
      onOpenChange={changeOpen}
      footer={
        <FormFooter
          form={formId}
          label={t("admin.platform.createAction")}
          isDisabled={create.isPending}
          onCancel={() => changeOpen(false)}
        />
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={form.handleSubmit((values) => {
          setMessage(null);
          create.mutate(values);
        })}
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
        {message && <Alert tone="danger" title={message} isLive />}
      </form>
    </Dialog>
  );
}
