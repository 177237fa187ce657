"use client";
import type { CommunityKey } from "@archipel/contracts/access.ts";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { CreateKeyDialog } from "./create-key-dialog.tsx";

/**
 * The API keys of a community, for its programs.
 *
 * @param server core-api's own address, which programs call
 */
export function KeysPage({ server }: { readonly server: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const keys = useQuery(api.access.communityKeys.queryOptions({ communityId }));
  const [isCreating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<CommunityKey | null>(null);
  useAsked("new", () => setCreating(true));
  const add = (
    <Button tone="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      {t("keys.add")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("nav.keys")} lead={t("keys.lead")} actions={keys.data?.length ? add : undefined} />
      <QueryView query={keys} rows={3}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState icon={<KeyRound aria-hidden className="size-10" />} title={t("keys.emptyTitle")} action={add}>
              {t("keys.emptyText")}
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {items.map((key) => (
                <KeyRow key={key.id} apiKey={key} onRevoke={() => setDoomed(key)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {isCreating && <CreateKeyDialog server={server} onClose={() => setCreating(false)} />}
      {doomed && <RevokeKey apiKey={doomed} onClose={() => setDoomed(null)} />}
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { readonly apiKey: CommunityKey; readonly onRevoke: () => void }) {
  const t = useTranslations("admin.keys");
  const locale = useLocale();
  const { name, scope, createdAt, createdByName, expiresAt, lastUsedAt, makerRole } = apiKey;
  const now = new Date();
  const isExpired = expiresAt !== null && expiresAt <= now;
  const made = formatDate(locale, createdAt, "medium");
  const end = expiresAt === null ? t("endless") : t("until", { date: formatDate(locale, expiresAt, "medium") });
  const used = lastUsedAt === null ? t("unused") : t("used", { when: formatAgo(locale, lastUsedAt, now) });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 break-words font-medium">
          {name}
          <Badge tone="info">{t(`scopes.${scope}`)}</Badge>
          {isExpired && <Badge tone="warning">{t("ended")}</Badge>}
        </p>
        <p className="mt-1 text-ink-muted text-small">
          {isExpired ? "" : `${end} · `}
          {used}
        </p>
        <p className="text-ink-muted text-small">
          {createdByName === null ? t("byGone", { date: made }) : t("by", { name: createdByName, date: made })}
        </p>
        <p className="break-all text-ink-muted text-small">
          {t("id")} <code>{apiKey.id}</code>
        </p>
        {makerRole === null && <p className="mt-1 text-small text-warning">{t("orphaned")}</p>}
      </div>
      <Button aria-label={t("revokeNamed", { name })} onClick={onRevoke}>
        {t("revoke")}
      </Button>
    </li>
  );
}

function RevokeKey({ apiKey, onClose }: { readonly apiKey: CommunityKey; readonly onClose: () => void }) {
  const t = useTranslations("admin.keys");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const revoke = useMutation(
    api.access.revokeCommunityKey.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("revoked") });
        await queryClient.invalidateQueries(api.access.communityKeys.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      title={t("revokeTitle", { name: apiKey.name })}
      actionLabel={t("revoke")}
      isPending={revoke.isPending}
      error={revoke.error ? errorText(revoke.error) : undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onConfirm={() => revoke.mutate({ communityId, keyId: apiKey.id })}
    >
      {t("revokeText")}
    </ConfirmDialog>
  );
}
