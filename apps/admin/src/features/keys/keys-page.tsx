"use client";
import { KeyFacts } from "@archipel/account/keys/key-facts.tsx";
import { KeyUses } from "@archipel/account/keys/key-uses.tsx";
import { RotateKey } from "@archipel/account/keys/rotate-key.tsx";
import type { CommunityKey } from "@archipel/contracts/access.ts";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi, useApiClient } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAsked } from "../../kit/use-asked.ts";
import { useNow } from "../../kit/use-now.ts";
import { ApplicationsSection } from "./applications-section.tsx";
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
  const [acted, setActed] = useState<{ action: KeyAction; key: CommunityKey } | null>(null);
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
                <KeyRow key={key.id} apiKey={key} onAct={(action) => setActed({ action, key })} />
              ))}
            </ul>
          )
        }
      </QueryView>
      <ApplicationsSection />
      {isCreating && <CreateKeyDialog server={server} onClose={() => setCreating(false)} />}
      {acted?.action === "revoke" && <RevokeKey apiKey={acted.key} onClose={() => setActed(null)} />}
      {acted && acted.action !== "revoke" && <KeyDialog action={acted.action} apiKey={acted.key} onClose={() => setActed(null)} />}
    </>
  );
}

type KeyAction = "rotate" | "uses" | "end-previous" | "revoke";

interface KeyRowProps {
  readonly apiKey: CommunityKey;
  readonly onAct: (action: KeyAction) => void;
}

function KeyRow({ apiKey, onAct }: KeyRowProps) {
  const t = useTranslations("admin.keys");
  const tk = useTranslations("access");
  const locale = useLocale();
  const { name, scope, createdAt, createdByName, expiresAt, lastUsedAt, makerRole } = apiKey;
  const now = useNow();
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
        <KeyFacts facts={apiKey} />
        {makerRole === null && <p className="mt-1 text-small text-warning">{t("orphaned")}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={tk("uses.named", { name })} onClick={() => onAct("uses")}>
          {tk("uses.action")}
        </Button>
        {apiKey.previousUntil && (
          <Button aria-label={tk("rotate.endNamed", { name })} onClick={() => onAct("end-previous")}>
            {tk("rotate.end")}
          </Button>
        )}
        {!isExpired && (
          <Button aria-label={tk("rotate.named", { name })} onClick={() => onAct("rotate")}>
            {tk("rotate.action")}
          </Button>
        )}
        <Button aria-label={t("revokeNamed", { name })} onClick={() => onAct("revoke")}>
          {t("revoke")}
        </Button>
      </div>
    </li>
  );
}

interface KeyDialogProps {
  readonly action: Exclude<KeyAction, "revoke">;
  readonly apiKey: CommunityKey;
  readonly onClose: () => void;
}

/** The dialogs of a key, but that of its end. */
function KeyDialog({ action, apiKey, onClose }: KeyDialogProps) {
  const t = useTranslations("access.rotate");
  const api = useApi();
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const { id: keyId, name } = apiKey;
  const refresh = () => queryClient.invalidateQueries(api.access.communityKeys.pathFilter());
  const failure = (error: unknown) => <Alert tone="danger" title={errorText(error)} isLive />;
  const end = useMutation(
    api.access.endPreviousCommunitySecret.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("ended") });
        await refresh();
        onClose();
      },
    }),
  );
  if (action === "uses") {
    const load = () => client.access.communityKeyUses.query({ communityId, keyId });
    return <KeyUses keyId={keyId} name={name} failure={failure} onClose={onClose} load={load} />;
  }
  if (action === "rotate") {
    const onRotate = async (overlapDays: Parameters<typeof client.access.rotateCommunityKey.mutate>[0]["overlapDays"]) => {
      const made = await client.access.rotateCommunityKey.mutate({ communityId, keyId, overlapDays });
      await refresh();
      return made;
    };
    return <RotateKey name={name} failure={failure} onClose={onClose} onRotate={onRotate} />;
  }
  return (
    <ConfirmDialog
      open
      title={t("endNamed", { name })}
      actionLabel={t("end")}
      isPending={end.isPending}
      error={end.error ? errorText(end.error) : undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onConfirm={() => end.mutate({ communityId, keyId })}
    >
      {t("endText")}
    </ConfirmDialog>
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
