"use client";
import type { HeightRevision, HeightTile } from "@archipel/contracts/elevation-models.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { TileChoice } from "../../kit/tile-revisions/tile-choice.tsx";
import { type RevisionKind, TileRevisionList } from "../../kit/tile-revisions/tile-revision-list.tsx";

/** The revisions of the tiles of a layer of heights that people uploaded, and the way back to one. Nothing for a model from points. */
export function HeightRevisions({ layer }: { readonly layer: Pick<LayerSummary, "id" | "title"> }) {
  const t = useTranslations("elevation.history");
  const tr = useTranslations("admin.tileRevisions");
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
      <p className="max-w-prose text-ink-muted">{tr("lead")}</p>
      <QueryView query={tiles}>
        {(found) => <TileChoice tiles={found}>{(tile) => <History key={tile.id} tile={tile} />}</TileChoice>}
      </QueryView>
    </section>
  );
}

function History({ tile }: { readonly tile: HeightTile }) {
  const t = useTranslations("elevation.history");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const history = useQuery(api.elevation.history.queryOptions({ communityId: community.id, attachmentId: tile.id }));
  const metres = (value: number) => formatNumber(locale, value, 1);
  const kind: RevisionKind<HeightRevision> = {
    restore: api.elevation.restore.mutationOptions(),
    forget: api.elevation.forget.mutationOptions(),
    forgetText: (size) => t("forgetText", { size }),
    facts: ({ range }) => range && <p className="figures">{t("range", { low: metres(range[0]), high: metres(range[1]) })}</p>,
  };
  return <QueryView query={history}>{(revisions) => <TileRevisionList tile={tile} revisions={revisions} kind={kind} />}</QueryView>;
}
