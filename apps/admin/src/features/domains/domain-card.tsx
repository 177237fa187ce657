"use client";
import type { DomainState, PortalAddresses, PortalDomain } from "@archipel/contracts/domains.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { DnsRecords } from "./dns-records.tsx";
import { DomainState as StateInWords } from "./domain-state.tsx";

const TONES: Record<DomainState, BadgeTone> = { pending: "info", proved: "success", failing: "warning", suspended: "danger" };

interface DomainCardProps {
  readonly portalId: string;
  readonly domain: PortalDomain;
  readonly onChanged: (addresses: PortalAddresses) => Promise<void>;
}

/** One domain: its state in words, what to write at its provider, and what can be done with it. */
export function DomainCard({ portalId, domain, onChanged }: DomainCardProps) {
  const t = useTranslations("domains");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const toasts = useToasts();
  const [asking, setAsking] = useState<"remove" | "primary" | null>(null);
  const changed = (title: "removed" | "madePrimary") => ({
    onSuccess: async (addresses: PortalAddresses) => {
      setAsking(null);
      toasts.add({ title: t(title) });
      await onChanged(addresses);
    },
  });
  const check = useMutation(api.domains.check.mutationOptions({ onSuccess: onChanged }));
  const remove = useMutation(api.domains.remove.mutationOptions(changed("removed")));
  const makePrimary = useMutation(api.domains.makePrimary.mutationOptions(changed("madePrimary")));
  const { id, host, name, state, isPrimary } = domain;
  const isServing = state === "proved" || state === "failing";
  const close = (isOpen: boolean) => !isOpen && setAsking(null);
  return (
    <li className="flex flex-col gap-4 rounded-card border border-line bg-surface px-4 py-4 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 break-all text-base">{name}</h3>
        <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
        {isPrimary && <Badge tone="accent">{t("primary")}</Badge>}
      </div>
      <StateInWords domain={domain} />
      <DnsRecords domain={domain} />
      {check.error && <Alert tone="danger" title={errorText(check.error)} isLive />}
      <div className="flex flex-wrap gap-2">
        <Button
          tone={isServing ? "secondary" : "primary"}
          disabled={check.isPending}
          onClick={() => check.mutate({ communityId, domainId: id })}
        >
          <RefreshCw aria-hidden className="size-4" />
          {t(check.isPending ? "checking" : "check")}
          <span className="sr-only"> {name}</span>
        </Button>
        {isServing && !isPrimary && (
          <Button onClick={() => setAsking("primary")}>
            {t("makePrimary")}
            <span className="sr-only"> {name}</span>
          </Button>
        )}
        <Button tone="quiet" onClick={() => setAsking("remove")}>
          {t("remove")}
          <span className="sr-only"> {name}</span>
        </Button>
      </div>
      <ConfirmDialog
        open={asking === "remove"}
        title={t("removeTitle", { name })}
        actionLabel={t("remove")}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onOpenChange={close}
        onConfirm={() => remove.mutate({ communityId, domainId: id })}
      >
        <p>{t("removeText")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "primary"}
        title={t("primaryTitle", { name })}
        actionLabel={t("makePrimary")}
        isDanger={false}
        isPending={makePrimary.isPending}
        error={makePrimary.error ? errorText(makePrimary.error) : undefined}
        onOpenChange={close}
        onConfirm={() => makePrimary.mutate({ communityId, portalId, host })}
      >
        <p>{t("primaryText")}</p>
        {domain.found?.points !== "here" && <Alert tone="warning" title={t("primaryWarning")} />}
      </ConfirmDialog>
    </li>
  );
}
