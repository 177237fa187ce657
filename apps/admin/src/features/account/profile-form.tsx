"use client";
import { updateProfileInput } from "@archipel/contracts/identity.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useMe } from "../../kit/current-community.tsx";
import { useFieldError } from "../../kit/forms/use-field-error.ts";

const profile = updateProfileInput.required();
type Profile = z.input<typeof profile>;

/** The name that others see, and the language of mails. */
export function ProfileForm() {
  const t = useTranslations();
  const me = useMe();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const form = useForm<Profile, unknown, z.output<typeof profile>>({
    resolver: zodResolver(profile),
    values: { name: me.name, locale: me.locale },
  });
  const update = useMutation(
    api.identity.updateProfile.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.forms.saved") });
        await queryClient.invalidateQueries(api.identity.pathFilter());
      },
    }),
  );
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={form.handleSubmit((values) => update.mutate(values))}
    >
      <h2 className="text-title">{t("admin.account.profile")}</h2>
      <Field label={t("admin.account.name")} className="max-w-md" error={fieldError(form.formState.errors.name)}>
        {(control) => <TextInput {...control} {...form.register("name")} autoComplete="name" />}
      </Field>
      <Field label={t("admin.account.mailLanguage")} className="max-w-md" hint={t("admin.account.mailLanguageHint")}>
        {(control) => (
          <Select
            {...control}
            {...form.register("locale")}
            options={(["fr", "en"] as const).map((value) => ({ value, label: t(`common.language.${value}`) }))}
          />
        )}
      </Field>
      {update.error && <Alert tone="danger" title={errorText(update.error)} isLive />}
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        disabled={update.isPending}
        {...(!form.formState.isDirty && { disabledReason: t("admin.forms.unchanged") })}
      >
        {t("common.actions.save")}
      </Button>
    </form>
  );
}
