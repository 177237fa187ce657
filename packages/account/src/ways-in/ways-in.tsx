"use client";
import type { WaysIn as Ways } from "@archipel/contracts/identity-providers.ts";
import type { Locale, Localized } from "@archipel/contracts/text.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "../account-site.tsx";
import { WayForm } from "./way-form.tsx";

const QUERY_KEY = ["account", "ways-in"];

type Provider = Ways["providers"][number];

/** The password and the institutions' identities that open the account: linked and removed. */
export function WaysIn() {
  const t = useTranslations("identity.waysIn");
  const locale = useLocale();
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const [changing, setChanging] = useState<string | null>(null);
  const ways = useQuery({ queryKey: QUERY_KEY, queryFn: () => client.identity.waysIn.query() });
  if (ways.error) return failure(ways.error);
  if (ways.isPending) return <Skeleton className="h-24" />;
  const { needs, providers } = ways.data;
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("text")}</p>
      <p className="max-w-prose">{t(needs.password ? "hasPassword" : "noPassword")}</p>
      {providers.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
      {providers.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {providers.map((provider) => (
            <li key={provider.id} className="grid gap-3 py-3">
              <ProviderRow provider={provider} onChange={changing === null ? () => setChanging(provider.id) : null} />
              {changing === provider.id && (
                <WayForm
                  provider={{ id: provider.id, name: nameOf(provider.name, locale), identityId: provider.linked?.id ?? null }}
                  needs={needs}
                  onCancel={() => setChanging(null)}
                  onRemoved={() => {
                    setChanging(null);
                    // The journal and the sessions too.
                    return queryClient.invalidateQueries({ queryKey: ["account"] });
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function nameOf(name: Localized, locale: Locale): string {
  return name[locale] ?? name.fr ?? name.en ?? "";
}

function ProviderRow({ provider: { name, linked }, onChange }: { readonly provider: Provider; readonly onChange: (() => void) | null }) {
  const t = useTranslations("identity.waysIn");
  const locale = useLocale();
  const provider = nameOf(name, locale);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <div className="min-w-0">
        <p className="font-medium">{provider}</p>
        {linked === null ? (
          <p className="text-ink-muted text-small">{t("notLinked")}</p>
        ) : (
          <>
            {linked.email !== null && <p className="break-all text-small">{linked.email}</p>}
            <p className="text-ink-muted text-small">
              {t("linkedSince", { date: formatDate(locale, linked.since) })} ·{" "}
              {t("lastUsed", { date: formatDate(locale, linked.lastUsedAt) })}
            </p>
          </>
        )}
      </div>
      {onChange && (
        <Button onClick={onChange}>
          {t(linked === null ? "link" : "unlink")}
          <span className="sr-only"> {t("ofProvider", { provider })}</span>
        </Button>
      )}
    </div>
  );
}
