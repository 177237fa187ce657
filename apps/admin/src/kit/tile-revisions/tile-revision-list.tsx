"use client";
import { formatBytes, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../current-community.tsx";

/** What the revisions of tiles of points and of heights have in common. */
export interface TileRevision {
  readonly revision: number;
  readonly isCurrent: boolean;
  readonly restores: number | null;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: Date;
  readonly authorName: string | null;
}

/** What a revision holds, and how it is said. */
export interface RevisionKind<Revision extends TileRevision> {
  /** Restores or deletes a revision. */
  readonly restore: RevisionChange;
  readonly forget: RevisionChange;
  /** What a person loses who deletes one of so many bytes. */
  readonly forgetText: (size: string) => string;
  /** Replaces where a revision comes from. */
  readonly originOf?: (revision: Revision) => string | null;
  readonly facts: (revision: Revision) => ReactNode;
  /** What the revision changed, shown on demand; null: there is nothing to show. */
  readonly changes?: (revision: Revision) => ReactNode;
}

type Named = { communityId: string; attachmentId: string; revision: number };
type RevisionChange = Pick<UseMutationOptions<{ revision: number }, Error, Named>, "mutationFn" | "mutationKey">;

interface TileRevisionListProps<Revision extends TileRevision> {
  readonly tile: { readonly id: string; readonly title: string };
  /** Newest first. */
  readonly revisions: readonly Revision[];
  readonly kind: RevisionKind<Revision>;
}

/** One line a revision, the latest first; managers restore an earlier one, or delete it. */
export function TileRevisionList<Revision extends TileRevision>({ tile, revisions, kind }: TileRevisionListProps<Revision>) {
  const t = useTranslations("admin.tileRevisions");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const reason = useRoleReason()("manager");
  const [doomed, setDoomed] = useState<Revision | null>(null);
  const [seen, setSeen] = useState<number | null>(null);
  const onSuccess = async () => {
    setDoomed(null);
    const changed = [api.clouds.pathFilter(), api.elevation.pathFilter(), api.attachments.pathFilter()];
    await Promise.all(changed.map((filter) => queryClient.invalidateQueries(filter)));
  };
  const restore = useMutation({ ...kind.restore, onSuccess });
  const forget = useMutation({ ...kind.forget, onSuccess });
  const about = (revision: number) => ({ communityId: community.id, attachmentId: tile.id, revision });
  const disabled = reason ? { disabledReason: reason } : {};
  return (
    <>
      {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      <ol aria-label={t("caption", { title: tile.title })} className="divide-y divide-line rounded-card border border-line bg-surface">
        {revisions.map((one) => {
          const changes = kind.changes?.(one);
          return (
            <li key={one.revision} className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_15rem_14rem]">
              <Origin revision={one} text={kind.originOf?.(one) ?? null} />
              <div className="min-w-0 text-small">{kind.facts(one)}</div>
              <div className="flex flex-wrap items-start gap-2 lg:justify-end">
                {changes && (
                  <Button
                    aria-label={t("changesOf", { revision: one.revision })}
                    aria-expanded={seen === one.revision}
                    onClick={() => setSeen(seen === one.revision ? null : one.revision)}
                  >
                    {t("changes")}
                  </Button>
                )}
                {!one.isCurrent && (
                  <>
                    <Button
                      aria-label={t("restoreOf", { revision: one.revision })}
                      disabled={restore.isPending}
                      onClick={() => restore.mutate(about(one.revision))}
                      {...disabled}
                    >
                      {t("restore")}
                    </Button>
                    <Button aria-label={t("forgetOf", { revision: one.revision })} onClick={() => setDoomed(one)} {...disabled}>
                      {tc("delete")}
                    </Button>
                  </>
                )}
              </div>
              {seen === one.revision && <div className="lg:col-span-3">{changes}</div>}
            </li>
          );
        })}
      </ol>
      <ConfirmDialog
        title={t("forgetTitle", { revision: doomed?.revision ?? 0 })}
        actionLabel={tc("delete")}
        open={doomed !== null}
        onOpenChange={(open) => !open && setDoomed(null)}
        isPending={forget.isPending}
        error={forget.error ? errorText(forget.error) : undefined}
        onConfirm={() => doomed && forget.mutate(about(doomed.revision))}
      >
        <p>{kind.forgetText(formatBytes(locale, doomed?.size ?? 0))}</p>
      </ConfirmDialog>
    </>
  );
}

/** Where a revision comes from, its author and its date. */
function Origin({ revision, text }: { readonly revision: TileRevision; readonly text: string | null }) {
  const t = useTranslations("admin.tileRevisions");
  const locale = useLocale();
  const { restores, fileName, createdAt, authorName } = revision;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{t("revision", { revision: revision.revision })}</span>
        {revision.isCurrent && <Badge tone="success">{t("current")}</Badge>}
      </p>
      <p className="break-words">
        {text ?? (restores === null ? t("published", { file: fileName }) : t("restored", { revision: restores }))}
      </p>
      <p className="text-ink-muted text-small">
        {formatDateTime(locale, createdAt)} · {authorName ?? t("nobody")}
      </p>
    </div>
  );
}
