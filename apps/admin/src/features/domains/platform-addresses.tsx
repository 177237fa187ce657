"use client";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { ChangeSlugDialog } from "./change-slug-dialog.tsx";

interface PlatformAddressesProps {
  readonly portalId: string;
  readonly data: PortalAddresses;
  readonly onChanged: (addresses: PortalAddresses) => Promise<void>;
}

/** The portal's address on the platform, and those that it had before. */
export function PlatformAddresses({ portalId, data, onChanged }: PlatformAddressesProps) {
  const t = useTranslations("domains.platform");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const [isChanging, setChanging] = useState(false);
  const makePrimary = useMutation(api.domains.makePrimary.mutationOptions({ onSuccess: onChanged }));
  const takeBack = useMutation(api.domains.changeSlug.mutationOptions({ onSuccess: onChanged }));
  const failure = makePrimary.error ?? takeBack.error;
  return (
    <section aria-labelledby="platform-addresses" className="flex flex-col gap-4">
      <h2 id="platform-addresses" className="text-large">
        {t("title")}
      </h2>
      {failure && <Alert tone="danger" title={errorText(failure)} isLive />}
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {data.addresses.map(({ host, origin, isFormer, isPrimary, reservedUntil }) => (
          <li key={host} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1 basis-64">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1 break-all">
                {origin}
                {isPrimary && <Badge tone="accent">{t("primary")}</Badge>}
              </p>
              {reservedUntil && (
                <p className="text-ink-muted text-small">{t("former", { date: formatDate(locale, reservedUntil, "medium") })}</p>
              )}
            </div>
            {isFormer ? (
              <Button disabled={takeBack.isPending} onClick={() => takeBack.mutate({ communityId, portalId, slug: firstLabel(host) })}>
                {t("takeBack")}
                <span className="sr-only"> {host}</span>
              </Button>
            ) : (
              <span className="flex flex-wrap gap-2">
                {!isPrimary && (
                  <Button disabled={makePrimary.isPending} onClick={() => makePrimary.mutate({ communityId, portalId, host })}>
                    {t("makePrimary")}
                    <span className="sr-only"> {host}</span>
                  </Button>
                )}
                <Button onClick={() => setChanging(true)}>{t("change")}</Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {isChanging && <ChangeSlugDialog portalId={portalId} current={data.slug} onChanged={onChanged} onClose={() => setChanging(false)} />}
    </section>
  );
}

/** The slug in a host of the platform. */
const firstLabel = (host: string) => host.split(".", 1)[0] ?? host;
