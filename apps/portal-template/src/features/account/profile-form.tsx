"use client";
import type { Me } from "@archipel/contracts/identity.ts";
import { isLocale } from "@archipel/i18n/locales.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

export function ProfileForm({ me }: { readonly me: Pick<Me, "name" | "email" | "locale"> }) {
  const t = useTranslations("portal.account.profile");
  const tCommon = useTranslations("common");
  const update = useMutation(useApi().identity.updateProfile.mutationOptions());
  return (
    <form
      method="dialog"
      className="max-w-md space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const locale = form.get("locale");
        update.mutate({ name: String(form.get("name")), ...(isLocale(locale) && { locale }) });
      }}
    >
      <Field label={t("name")}>
        {(control) => <TextInput {...control} name="name" required maxLength={120} autoComplete="name" defaultValue={me.name} />}
      </Field>
      <Field label={t("email")} hint={t("emailHint")}>
        {(control) => <TextInput {...control} type="email" readOnly value={me.email} />}
      </Field>
      <Field label={t("locale")}>
        {(control) => (
          <Select
            {...control}
            name="locale"
            defaultValue={me.locale}
            options={(["fr", "en"] as const).map((value) => ({ value, label: tCommon(`language.${value}`) }))}
          />
        )}
      </Field>
      {update.isSuccess && <Alert tone="success" title={t("saved")} isLive />}
      {update.isError && <FailureAlert error={update.error} />}
      <Button type="submit" tone="primary" disabled={update.isPending}>
        {tCommon("actions.save")}
      </Button>
    </form>
  );
}
