"use client";
import type { AllowedApplication } from "@archipel/contracts/applications.ts";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "../account-site.tsx";

/** The applications, and sign-ins of the command line, that the person allows; each can be revoked. */
export function Allowed() {
  const { client, failure } = useAccountSite();
  const t = useTranslations("access.allowed");
  const ta = useTranslations("common.actions");
  const queryClient = useQueryClient();
  const queryKey = ["account", "allowed"];
  const [revoked, setRevoked] = useState<AllowedApplication | null>(null);
  const allowed = useQuery({ queryKey, queryFn: () => client.applications.allowed.query() });
  const revoke = useMutation({
    mutationFn: (grantId: string) => client.applications.revoke.mutate({ grantId }),
    onSuccess: () => setRevoked(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (allowed.isPending) return <Skeleton className="h-24" />;
  if (allowed.error) return failure(allowed.error);
  const nameOf = (one: AllowedApplication) => one.name ?? t("commandLine");
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      {allowed.data.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {allowed.data.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
              <AllowedFacts allowed={one} name={nameOf(one)} />
              <Button aria-label={t("revokeNamed", { name: nameOf(one) })} onClick={() => setRevoked(one)}>
                {t("revoke")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog
        title={t("revokeNamed", { name: revoked ? nameOf(revoked) : "" })}
        closeLabel={ta("close")}
        open={revoked !== null}
        onOpenChange={(isOpen) => !isOpen && setRevoked(null)}
        footer={
          <>
            <Button onClick={() => setRevoked(null)}>{ta("cancel")}</Button>
            <Button tone="danger" disabled={revoke.isPending} onClick={() => revoked && revoke.mutate(revoked.id)}>
              {t("revoke")}
            </Button>
          </>
        }
      >
        <p>{t("revokeText")}</p>
        {revoke.error && failure(revoke.error)}
      </Dialog>
    </div>
  );
}

const LEVELS = ["produce", "contribute", "read"] as const;

function AllowedFacts({ allowed, name }: { readonly allowed: AllowedApplication; readonly name: string }) {
  const t = useTranslations("access.allowed");
  const locale = useLocale();
  const { ownerName, communityName, scopes, expiresAt, lastUsedAt } = allowed;
  const level = LEVELS.find((one) => scopes.includes(one));
  const place = communityName ?? ownerName;
  const used = lastUsedAt === null ? t("unused") : t("used", { when: formatAgo(locale, lastUsedAt, new Date()) });
  return (
    <div className="min-w-0 flex-1 basis-56">
      <p className="break-words font-medium">{name}</p>
      <p className="text-ink-muted text-small">
        {place && `${place} · `}
        {t(`level.${level ?? "profile"}`)}
      </p>
      <p className="text-ink-muted text-small">
        {t("until", { date: formatDate(locale, expiresAt, "medium") })} · {used}
      </p>
    </div>
  );
}
