"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "./account-site.tsx";

/** Asks for another address: a link to it confirms the change. */
export function AddressForm({ email }: { readonly email: string }) {
  const t = useTranslations("identity.address");
  const { client, clientId, failure } = useAccountSite();
  const change = useMutation({
    mutationFn: (given: { email: string; password: string }) => client.identity.requestAddress.mutate({ ...given, client: clientId }),
  });
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const element = event.currentTarget;
        const form = new FormData(element);
        change.mutate(
          { email: String(form.get("email")).trim(), password: String(form.get("password")) },
          { onSuccess: () => element.reset() },
        );
      }}
    >
      <p className="wrap-anywhere">{t("current", { email })}</p>
      <Field label={t("next")} hint={t("hint")}>
        {(control) => <TextInput {...control} type="email" name="email" required maxLength={254} autoComplete="email" />}
      </Field>
      <Field label={t("password")}>
        {(control) => <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" />}
      </Field>
      {change.isSuccess && <Alert tone="success" title={t("sent")} isLive />}
      {change.error && failure(change.error)}
      <Button type="submit" className="justify-self-start" disabled={change.isPending}>
        {t("action")}
      </Button>
    </form>
  );
}
