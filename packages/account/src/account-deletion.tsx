"use client";
import type { DeletionOutlook } from "@archipel/contracts/identity.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "./account-site.tsx";

/** Deletes the account: what goes and what stays in words first, then the password. */
export function AccountDeletion() {
  const t = useTranslations("identity.deletion");
  const { client, failure } = useAccountSite();
  const [isOpen, setOpen] = useState(false);
  const outlook = useQuery({
    queryKey: ["account", "deletion"],
    queryFn: () => client.identity.deletionOutlook.query(),
    enabled: isOpen,
    gcTime: 0,
  });
  if (!isOpen) {
    return (
      <Button className="self-start justify-self-start" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
    );
  }
  if (outlook.error) return failure(outlook.error);
  if (!outlook.data) return <Skeleton className="h-40" />;
  return <Leaving outlook={outlook.data} onCancel={() => setOpen(false)} />;
}

function Leaving({ outlook, onCancel }: { readonly outlook: DeletionOutlook; readonly onCancel: () => void }) {
  const t = useTranslations("identity.deletion");
  const locale = useLocale();
  const { client, clientId, failure, keepPage } = useAccountSite();
  const leave = useMutation({
    mutationFn: (password: string) => client.identity.requestDeletion.mutate({ password, client: clientId }),
    // The session ends with the call: the page must not be loaded again before the person has read when the account goes.
    onMutate: () => keepPage?.(true),
    onError: () => keepPage?.(false),
  });
  const { graceDays, managedAlone, isLastOperator, counts } = outlook;
  if (leave.data) {
    return (
      <Alert
        tone="success"
        title={t("done", { date: formatDate(locale, leave.data) })}
        repair={t("doneText")}
        action={<LinkButton href="/">{t("home")}</LinkButton>}
        isLive
      />
    );
  }
  const isBlocked = managedAlone.length > 0 || isLastOperator;
  return (
    <form
      method="dialog"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        leave.mutate(String(new FormData(event.currentTarget).get("password")));
      }}
    >
      <p className="max-w-prose">{t("text", { days: graceDays })}</p>
      <dl className="grid max-w-prose gap-x-6 gap-y-1">
        <dt className="font-medium">{t("gone")}</dt>
        <dd className="mb-2 text-ink-muted">{t("goneList", counts)}</dd>
        <dt className="font-medium">{t("stays")}</dt>
        <dd className="text-ink-muted">{t("staysList", counts)}</dd>
      </dl>
      {managedAlone.length > 0 && (
        <Alert tone="warning" title={t("alone", { communities: managedAlone.map(({ name }) => name).join(", ") })} />
      )}
      {isLastOperator && <Alert tone="warning" title={t("operator")} />}
      {!isBlocked && (
        <Field label={t("password")} className="max-w-md">
          {(control) => <TextInput {...control} type="password" name="password" required maxLength={200} autoComplete="current-password" />}
        </Field>
      )}
      {leave.error && failure(leave.error)}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onCancel}>{t("cancel")}</Button>
        {!isBlocked && (
          <Button type="submit" tone="danger" disabled={leave.isPending}>
            {t("action")}
          </Button>
        )}
      </div>
    </form>
  );
}
