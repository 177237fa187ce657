"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "../account-site.tsx";

interface WayFormProps {
  /** `identityId`: the link to remove; null: one is added. */
  readonly provider: { readonly id: string; readonly name: string; readonly identityId: string | null };
  /** An account without a password cannot prove it. */
  readonly hasPassword: boolean;
  readonly onRemoved: () => unknown;
  readonly onCancel: () => void;
}

/** Links an identity, at the provider itself, or removes the link: with the password again, because who holds a session may be a thief. */
export function WayForm({ provider, hasPassword, onRemoved, onCancel }: WayFormProps) {
  const t = useTranslations("identity.waysIn");
  const { client, failure, clientId } = useAccountSite();
  const { identityId, name } = provider;
  const change = useMutation({
    mutationFn: async (password: string) => {
      if (identityId !== null) return client.identity.unlink.mutate({ identityId, password }).then(() => null);
      return client.identity.beginLink.mutate({ providerId: provider.id, password, ...(clientId !== undefined && { client: clientId }) });
    },
    onSuccess: (address) => (address === null ? onRemoved() : window.location.assign(address)),
  });
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(String(new FormData(event.currentTarget).get("password") ?? ""));
      }}
    >
      <p>{t(identityId === null ? "linkText" : "unlinkText", { provider: name })}</p>
      {hasPassword && (
        <Field label={t("password")}>
          {(control) => (
            <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" autoFocus />
          )}
        </Field>
      )}
      {change.error && failure(change.error)}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone={identityId === null ? "primary" : "danger"} disabled={change.isPending || change.isSuccess}>
          {identityId === null ? t("go", { provider: name }) : t("remove")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
