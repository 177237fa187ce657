"use client";
import type { CloudDifference, CloudRevision, CloudTile } from "@archipel/contracts/clouds.ts";
import { formatBytes, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { TileChanges } from "./tile-changes.tsx";

interface TileRevisionListProps {
  readonly tile: Pick<CloudTile, "id" | "title">;
  /** Newest first. */
  readonly revisions: readonly CloudRevision[];
}

/** One line a revision, the latest first; managers restore an earlier one, or delete it. */
export function TileRevisionList({ tile, revisions }: TileRevisionListProps) {
  const t = useTranslations("clouds.history");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const reason = useRoleReason()("manager");
  const [doomed, setDoomed] = useState<CloudRevision | null>(null);
  const [seen, setSeen] = useState<number | null>(null);
  const onSuccess = async () => {
    setDoomed(null);
    await Promise.all([api.clouds.pathFilter(), api.attachments.pathFilter()].map((filter) => queryClient.invalidateQueries(filter)));
  };
  const restore = useMutation(api.clouds.restore.mutationOptions({ onSuccess }));
  const forget = useMutation(api.clouds.forget.mutationOptions({ onSuccess }));
  const about = (revision: number) => ({ communityId: community.id, attachmentId: tile.id, revision });
  return (
    <>
      {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      <ol aria-label={t("caption", { title: tile.title })} className="divide-y divide-line rounded-card border border-line bg-surface">
        {revisions.map((one) => (
          <li key={one.revision} className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_15rem_14rem]">
            <Origin revision={one} />
            <Difference difference={one.difference} points={one.points} />
            <div className="flex flex-wrap items-start gap-2 lg:justify-end">
              {one.difference && (
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
                    {...(reason && { disabledReason: reason })}
                  >
                    {t("restore")}
                  </Button>
                  <Button
                    aria-label={t("forgetOf", { revision: one.revision })}
                    onClick={() => setDoomed(one)}
                    {...(reason && { disabledReason: reason })}
                  >
                    {tc("delete")}
                  </Button>
                </>
              )}
            </div>
            {seen === one.revision && (
              <div className="lg:col-span-3">
                <TileChanges attachmentId={tile.id} revision={one.revision} title={tile.title} />
              </div>
            )}
          </li>
        ))}
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
        <p>{t("forgetText", { size: formatBytes(locale, doomed?.size ?? 0) })}</p>
      </ConfirmDialog>
    </>
  );
}

/** Where a revision comes from, its author and its date. */
function Origin({
  revision: { revision, isCurrent, restores, reportNumber, fileName, createdAt, authorName },
}: {
  readonly revision: CloudRevision;
}) {
  const t = useTranslations("clouds.history");
  const locale = useLocale();
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{t("revision", { revision })}</span>
        {isCurrent && <Badge tone="success">{t("current")}</Badge>}
      </p>
      <p className="break-words">
        {reportNumber !== null
          ? t("corrected", { number: reportNumber })
          : restores === null
            ? t("published", { file: fileName })
            : t("restored", { revision: restores })}
      </p>
      <p className="text-ink-muted text-small">
        {formatDateTime(locale, createdAt)} · {authorName ?? t("nobody")}
      </p>
    </div>
  );
}

/** The classes whose counts a revision changed, the largest change first. */
const FIRST_CLASSES = 5;

function Difference({ difference, points }: { readonly difference: CloudDifference | null; readonly points: number }) {
  const t = useTranslations("clouds");
  const locale = useLocale();
  const changeOf = ({ before, after }: { before: number; after: number }) => after - before;
  const signed = (value: number) => `${value < 0 ? "−" : "+"}${formatNumber(locale, Math.abs(value))}`;
  const classes = Object.entries(difference?.classes ?? {})
    .map(([code, counts]) => [code, changeOf(counts)] as const)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  const total = difference ? changeOf(difference.points) : 0;
  return (
    <ul className="min-w-0 text-small">
      <li className="figures">
        {t("pointsCount", { count: points, shown: formatNumber(locale, points) })}
        {total !== 0 && <span className="text-ink-muted"> ({signed(total)})</span>}
      </li>
      {classes.slice(0, FIRST_CLASSES).map(([code, change]) => (
        <li key={code} className="figures text-ink-muted">
          {signed(change)} {pointClass(t, code)}
        </li>
      ))}
      {classes.length > FIRST_CLASSES && (
        <li className="text-ink-muted">{t("history.moreClasses", { count: classes.length - FIRST_CLASSES })}</li>
      )}
      {difference?.bounds && <li className="text-ink-muted">{t("history.bounds")}</li>}
      {difference && total === 0 && classes.length === 0 && !difference.bounds && <li className="text-ink-muted">{t("history.same")}</li>}
    </ul>
  );
}
