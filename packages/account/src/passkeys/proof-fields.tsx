"use client";
import type { OwnerProofs, ProofsNeeded } from "@archipel/contracts/identity.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";

/** What the account has of password and code, which adding and removing a way in asks for again. */
export function ProofFields({ needs }: { readonly needs: ProofsNeeded }) {
  const t = useTranslations("identity.passkeys");
  return (
    <>
      {needs.password && (
        <Field label={t("password")}>
          {(control) => (
            <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" autoFocus />
          )}
        </Field>
      )}
      {needs.code && (
        <Field label={t("code")}>
          {(control) => (
            <TextInput {...control} name="code" required maxLength={40} autoComplete="one-time-code" autoFocus={!needs.password} />
          )}
        </Field>
      )}
    </>
  );
}

/** The proofs of a form; empty where the account has none. */
export function proofsIn(form: HTMLFormElement): OwnerProofs {
  const data = new FormData(form);
  return { password: String(data.get("password") ?? ""), code: String(data.get("code") ?? "") };
}
