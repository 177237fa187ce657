"use client";
import { AccountDeletion } from "@archipel/account/account-deletion.tsx";
import { AccountJournal } from "@archipel/account/account-journal.tsx";
import { AddressForm } from "@archipel/account/address-form.tsx";
import { Allowed } from "@archipel/account/applications/allowed.tsx";
import { OwnApplications } from "@archipel/account/applications/own-applications.tsx";
import { Keys } from "@archipel/account/keys/keys.tsx";
import { OwnData } from "@archipel/account/own-data.tsx";
import { Passkeys } from "@archipel/account/passkeys/passkeys.tsx";
import { SecondFactor } from "@archipel/account/second-factor/second-factor.tsx";
import { Sessions } from "@archipel/account/sessions/sessions.tsx";
import { WaysIn } from "@archipel/account/ways-in/ways-in.tsx";
import { changePasswordInput, updateProfileInput } from "@archipel/contracts/identity.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useMe } from "../../kit/current-community.tsx";
import { useFieldError, useServerErrors } from "../../kit/forms/use-field-error.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { NotificationsSection } from "../notifications/notifications-section.tsx";
import { OwnOrganisations } from "../organisations/own-organisations.tsx";

/** The person's own account, the same on every portal. */
export function AccountPage() {
  const t = useTranslations("admin.account");
  const ti = useTranslations("identity");
  const tk = useTranslations("common.keys");
  const tx = useTranslations("access");
  const to = useTranslations("organisations.own");
  const me = useMe();
  const tj = useTranslations("common.journal");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ProfileForm />
      <PasswordForm />
      <Part id="passkeys" title={ti("passkeys.title")}>
        <Passkeys />
      </Part>
      <Part id="second-factor" title={ti("secondFactor.title")}>
        <SecondFactor email={me.email} />
      </Part>
      <Part id="ways-in" title={ti("waysIn.title")}>
        <WaysIn />
      </Part>
      <Part id="sessions" title={ti("sessions.title")}>
        <Sessions />
      </Part>
      <Part id="address" title={ti("address.title")}>
        <AddressForm email={me.email} />
      </Part>
      <div className="max-w-2xl border-line border-t pt-6">
        <NotificationsSection />
      </div>
      <Part id="keys" title={tk("title")}>
        <Keys />
      </Part>
      <Part id="applications" title={tx("allowed.title")}>
        <Allowed />
        <h3 className="font-medium">{tx("applications.own")}</h3>
        <OwnApplications />
      </Part>
      <Part id="organisations" title={to("title")}>
        <OwnOrganisations />
      </Part>
      <Part id="journal" title={tj("title")}>
        <AccountJournal />
      </Part>
      <Part id="data" title={ti("data.title")}>
        <OwnData />
      </Part>
      <Part id="deletion" title={ti("deletion.title")}>
        <AccountDeletion />
      </Part>
    </>
  );
}

function Part({ id, title, children }: { readonly id: string; readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section id={id} className="flex max-w-2xl flex-col gap-4 border-line border-t pt-6">
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}

const profile = updateProfileInput.required();
type Profile = z.input<typeof profile>;

function ProfileForm() {
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
      <p>
        <span className="block font-medium">{t("admin.members.email")}</span>
        {me.email}
      </p>
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

type Passwords = z.input<typeof changePasswordInput>;

function PasswordForm() {
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
      className="flex max-w-2xl flex-col gap-4 border-line border-t pt-6"
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
