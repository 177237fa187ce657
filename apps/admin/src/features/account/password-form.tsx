"use client";
import { changePasswordInput } from "@archipel/contracts/identity.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useFieldError, useServerErrors } from "../../kit/forms/use-field-error.ts";

type Passwords = z.input<typeof changePasswordInput>;

/** Changes the password, which closes the other sessions. */
export function PasswordForm() {
  const t = useTranslations("admin.account");
  const api = useApi();
  const toasts = useToasts();
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const [message, setMessage] = useState<string | null>(null);
  const form = useForm<Passwords, unknown, z.output<typeof changePasswordInput>>({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { current: "", next: "" },
  });
  const showOnFields = useServerErrors(form.setError, (path) => (path === "current" || path === "next" ? path : null));
  const change = useMutation(
    api.identity.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset();
        toasts.add({ title: t("passwordChanged") });
      },
      onError: (error) => setMessage(showOnFields(error) ? null : errorText(error)),
    }),
  );
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={form.handleSubmit((values) => {
        setMessage(null);
        change.mutate(values);
      })}
    >
      <h2 className="text-title">{t("password")}</h2>
      <p className="text-ink-muted">{t("passwordText")}</p>
      <Field label={t("currentPassword")} className="max-w-md" error={fieldError(form.formState.errors.current)}>
        {(control) => <TextInput {...control} {...form.register("current")} type="password" autoComplete="current-password" />}
      </Field>
      <Field label={t("nextPassword")} className="max-w-md" hint={t("nextPasswordHint")} error={fieldError(form.formState.errors.next)}>
        {(control) => <TextInput {...control} {...form.register("next")} type="password" autoComplete="new-password" />}
      </Field>
      {message && <Alert tone="danger" title={message} isLive />}
      <Button type="submit" className="self-start" disabled={change.isPending}>
        {t("changePassword")}
      </Button>
    </form>
  );
}
