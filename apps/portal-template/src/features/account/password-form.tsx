"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

const MINIMUM_LENGTH = 12;

export function PasswordForm() {
  const t = useTranslations("portal.account.password");
  const change = useMutation(useApi().identity.changePassword.mutationOptions());
  return (
    <form
      method="dialog"
      className="max-w-md space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const element = event.currentTarget;
        const form = new FormData(element);
        change.mutate({ current: String(form.get("current")), next: String(form.get("next")) }, { onSuccess: () => element.reset() });
      }}
    >
      <Field label={t("current")}>
        {(control) => <TextInput {...control} type="password" name="current" required autoComplete="current-password" />}
      </Field>
      <Field label={t("next")} hint={t("hint", { count: MINIMUM_LENGTH })}>
        {(control) => (
          <TextInput
            {...control}
            type="password"
            name="next"
            required
            minLength={MINIMUM_LENGTH}
            maxLength={200}
            autoComplete="new-password"
          />
        )}
      </Field>
      {change.isSuccess && <Alert tone="success" title={t("saved")} isLive />}
      {change.isError && <FailureAlert error={change.error} />}
      <Button type="submit" disabled={change.isPending}>
        {t("action")}
      </Button>
    </form>
  );
}
