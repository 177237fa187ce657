"use client";
import type { SecondFactorSetup } from "@archipel/contracts/identity.ts";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useAccountSite } from "../account-site.tsx";
import { QrDrawing } from "./qr-drawing.tsx";

interface AppSetupProps {
  readonly onDone: (codes: readonly string[]) => void;
  readonly onCancel: () => void;
}

/** Adds an authenticator app in two steps: the password, then a first code, which proves that the app has the key. */
export function AppSetup({ onDone, onCancel }: AppSetupProps) {
  const t = useTranslations("identity.secondFactor");
  const { client, failure } = useAccountSite();
  const begin = useMutation({ mutationFn: (password: string) => client.identity.beginSecondFactor.mutate({ password }) });
  const confirm = useMutation({
    mutationFn: (code: string) => client.identity.confirmSecondFactor.mutate({ code }),
    onSuccess: ({ codes }) => onDone(codes),
  });
  const { data: setup } = begin;
  const isPending = begin.isPending || confirm.isPending;
  return (
    <form
      method="dialog"
      className="grid max-w-md gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        if (setup) confirm.mutate(String(form.get("code")));
        else begin.mutate(String(form.get("password")));
      }}
    >
      {setup ? (
        <KeyForApp setup={setup} />
      ) : (
        <Field label={t("password")}>
          {(control) => (
            <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" autoFocus />
          )}
        </Field>
      )}
      {begin.error && failure(begin.error)}
      {confirm.error && failure(confirm.error)}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" tone="primary" disabled={isPending}>
          {t(setup ? "confirm" : "continue")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </form>
  );
}

/** The key as a drawing and as text, and the field for the app's first code. */
function KeyForApp({ setup: { secret, uri } }: { readonly setup: SecondFactorSetup }) {
  const t = useTranslations("identity.secondFactor");
  const tc = useTranslations("common.actions");
  return (
    <>
      <p>{t("scan")}</p>
      <QrDrawing text={uri} label={t("drawing")} />
      <div className="grid justify-items-start gap-1">
        <p className="font-medium text-small">{t("secret")}</p>
        <code className="block select-all break-words rounded-control bg-sunken px-3 py-2">{inGroups(secret)}</code>
        <CopyButton text={secret} label={t("copy")} copiedLabel={tc("copied")} />
      </div>
      <Field label={t("first")} hint={t("firstHint")}>
        {(control) => (
          <TextInput {...control} name="code" required maxLength={12} inputMode="numeric" autoComplete="one-time-code" autoFocus />
        )}
      </Field>
    </>
  );
}

/** Four letters at a time are easier to type. */
const inGroups = (secret: string) => secret.match(/.{1,4}/g)?.join(" ") ?? secret;
