"use client";
import type { HeightRevision, HeightTile } from "@archipel/contracts/elevation-models.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatBytes, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";

/** The revisions of the tiles of a layer of heights that people uploaded, and the way back to one. Nothing for a model from points. */
export function HeightRevisions({ layer }: { readonly layer: Pick<LayerSummary, "id" | "title"> }) {
  const t = useTranslations("elevation.history");
  const titleId = useId();
  const api = useApi();
  const community = useCommunity();
  const tiles = useQuery(api.elevation.tiles.queryOptions({ communityId: community.id, layerId: layer.id }));
  if (tiles.data?.length === 0) return null;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-4">
      <h2 id={titleId} className="text-title">
        {t("title", { layer: layer.title })}
      </h2>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <QueryView query={tiles}>{(found) => <ChosenTile tiles={found} />}</QueryView>
    </section>
  );
}

function ChosenTile({ tiles }: { readonly tiles: readonly HeightTile[] }) {
  const t = useTranslations("elevation.history");
  const api = useApi();
  const community = useCommunity();
  const [chosen, setChosen] = useState(tiles[0]?.id ?? "");
  const tile = tiles.find(({ id }) => id === chosen) ?? tiles[0];
  const history = useQuery({
    ...api.elevation.history.queryOptions({ communityId: community.id, attachmentId: tile?.id ?? "" }),
    enabled: tile !== undefined,
  });
  if (!tile) return null;
  return (
    <>
      <Field label={t("tile")} className="max-w-xl">
        {(control) => (
          <Select
            {...control}
            value={tile.id}
            options={tiles.map(({ id, title, revision }) => ({ value: id, label: t("option", { title, revision }) }))}
            onChange={(event) => setChosen(event.target.value)}
          />
        )}
      </Field>
      <QueryView query={history}>{(revisions) => <RevisionList key={tile.id} tile={tile} revisions={revisions} />}</QueryView>
    </>
  );
}

function RevisionList({ tile, revisions }: { readonly tile: HeightTile; readonly revisions: readonly HeightRevision[] }) {
  const t = useTranslations("elevation.history");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const errorText = useErrorText();
  const client = useQueryClient();
  const reason = useRoleReason()("manager");
  const [doomed, setDoomed] = useState<HeightRevision | null>(null);
  const onSuccess = async () => {
    setDoomed(null);
    await Promise.all([api.elevation.pathFilter(), api.attachments.pathFilter()].map((filter) => client.invalidateQueries(filter)));
  };
  const restore = useMutation(api.elevation.restore.mutationOptions({ onSuccess }));
  const forget = useMutation(api.elevation.forget.mutationOptions({ onSuccess }));
  const about = (revision: number) => ({ communityId: community.id, attachmentId: tile.id, revision });
  const disabled = reason ? { disabledReason: reason } : {};
  return (
    <>
      {restore.error && <Alert tone="danger" title={errorText(restore.error)} isLive />}
      <ol aria-label={t("caption", { title: tile.title })} className="divide-y divide-line rounded-card border border-line bg-surface">
        {revisions.map((one) => (
          <li key={one.revision} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
            <Origin revision={one} />
            {!one.isCurrent && (
              <div className="flex flex-wrap gap-2">
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

/** Where a revision comes from, its heights, its author and its date. */
function Origin({
  revision: { revision, isCurrent, restores, fileName, range, createdAt, authorName },
}: {
  readonly revision: HeightRevision;
}) {
  const t = useTranslations("elevation.history");
  const locale = useLocale();
  const metres = (value: number) => formatNumber(locale, value, 1);
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{t("revision", { revision })}</span>
        {isCurrent && <Badge tone="success">{t("current")}</Badge>}
      </p>
      <p className="break-words">{restores === null ? t("published", { file: fileName }) : t("restored", { revision: restores })}</p>
      {range && <p className="figures text-small">{t("range", { low: metres(range[0]), high: metres(range[1]) })}</p>}
      <p className="text-ink-muted text-small">
        {formatDateTime(locale, createdAt)} · {authorName ?? t("nobody")}
      </p>
    </div>
  );
}
