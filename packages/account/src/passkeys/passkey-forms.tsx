"use client";
import type { OwnPasskey, OwnPasskeys } from "@archipel/contracts/identity-passkeys.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useAccountSite } from "../account-site.tsx";
import { ProofFields, proofsIn } from "./proof-fields.tsx";

interface ActFormProps {
  readonly onSubmit: (form: HTMLFormElement) => void;
  /** The words of the button, and whether it takes something away. */
  readonly action: { readonly label: string; readonly isDanger?: boolean; readonly isPending: boolean };
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

function ActForm({ onSubmit, action: { label, isDanger = false, isPending }, error, onCancel, children }: ActFormProps) {
  const t = useTranslations("identity.passkeys");
  const { failure } = useAccountSite();
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget);
      }}
    >
      {children}
      {error ? failure(error) : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone={isDanger ? "danger" : "primary"} disabled={isPending}>
          {label}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

interface AddPasskeyProps {
  readonly needs: OwnPasskeys["needs"];
  readonly onCancel: () => void;
}

/** Goes to the hub, for whose host the browser makes the passkey. */
export function AddPasskey({ needs, onCancel }: AddPasskeyProps) {
  const t = useTranslations("identity.passkeys");
  const { client, clientId } = useAccountSite();
  const begin = useMutation({
    mutationFn: (proofs: { password: string; code: string }) =>
      client.identity.beginPasskey.mutate({ ...proofs, ...(clientId !== undefined && { client: clientId }) }),
    onSuccess: (address) => window.location.assign(address),
  });
  return (
    <ActForm
      onSubmit={(form) => begin.mutate(proofsIn(form))}
      action={{ label: t("go"), isPending: begin.isPending || begin.isSuccess }}
      error={begin.error}
      onCancel={onCancel}
    >
      <p>{t("addText")}</p>
      <ProofFields needs={needs} />
    </ActForm>
  );
}

interface ChangeProps {
  readonly passkey: OwnPasskey;
  readonly onDone: () => unknown;
  readonly onCancel: () => void;
}

export function RenamePasskey({ passkey: { id, name }, onDone, onCancel }: ChangeProps) {
  const t = useTranslations("identity.passkeys");
  const { client } = useAccountSite();
  const rename = useMutation({
    mutationFn: (next: string) => client.identity.renamePasskey.mutate({ passkeyId: id, name: next }),
    onSuccess: onDone,
  });
  return (
    <ActForm
      onSubmit={(form) => rename.mutate(String(new FormData(form).get("name")))}
      action={{ label: t("save"), isPending: rename.isPending }}
      error={rename.error}
      onCancel={onCancel}
    >
      <Field label={t("name")}>
        {(control) => <TextInput {...control} name="name" required maxLength={60} defaultValue={name} autoFocus />}
      </Field>
    </ActForm>
  );
}

export function RemovePasskey({ passkey: { id, name }, needs, onDone, onCancel }: ChangeProps & { readonly needs: OwnPasskeys["needs"] }) {
  const t = useTranslations("identity.passkeys");
  const { client } = useAccountSite();
  const remove = useMutation({
    mutationFn: (proofs: { password: string; code: string }) => client.identity.removePasskey.mutate({ ...proofs, passkeyId: id }),
    onSuccess: onDone,
  });
  return (
    <ActForm
      onSubmit={(form) => remove.mutate(proofsIn(form))}
      action={{ label: t("removeAction"), isDanger: true, isPending: remove.isPending }}
      error={remove.error}
      onCancel={onCancel}
    >
      <p className="wrap-anywhere">{t("removeText", { name })}</p>
      <ProofFields needs={needs} />
    </ActForm>
  );
}
