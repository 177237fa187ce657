"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "../account-site.tsx";

interface ProofsFormProps {
  /** New recovery codes, or the end of the second factor. */
  readonly act: "renew" | "end";
  /** With the new codes; null at the end. */
  readonly onDone: (codes: readonly string[] | null) => void;
  readonly onCancel: () => void;
}

/** What weakens an account needs both proofs again: who holds a session may be a thief. */
export function ProofsForm({ act, onDone, onCancel }: ProofsFormProps) {
  const t = useTranslations("identity.secondFactor");
  const { client, failure } = useAccountSite();
  const prove = useMutation({
    mutationFn: async (given: { password: string; code: string }) => {
      if (act === "renew") return (await client.identity.renewRecoveryCodes.mutate(given)).codes;
      await client.identity.endSecondFactor.mutate(given);
      return null;
    },
    onSuccess: onDone,
  });
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        prove.mutate({ password: String(form.get("password")), code: String(form.get("code")) });
      }}
    >
      <p>{t(act === "renew" ? "renewText" : "endText")}</p>
      <Field label={t("password")}>
        {(control) => (
          <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" autoFocus />
        )}
      </Field>
      <Field label={t("code")}>
        {(control) => <TextInput {...control} name="code" required maxLength={40} autoComplete="one-time-code" />}
      </Field>
      {prove.error && failure(prove.error)}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone={act === "end" ? "danger" : "primary"} disabled={prove.isPending}>
          {t(act === "renew" ? "renewAction" : "endAction")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}
