"use client";
import { type UnpackedTile, unpackTiles } from "@archipel/contracts/clouds.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { TileRevisionList } from "./tile-revision-list.tsx";

/** The revisions of a tile of a point cloud: what each changed, and the way back to it. */
export function TileRevisions({ layerId }: { readonly layerId: string }) {
  const t = useTranslations("clouds.history");
  const api = useApi();
  const cloud = useQuery(api.clouds.open.queryOptions({ layerId }));
  return (
    <section aria-labelledby="tile-revisions-title" className="flex flex-col gap-4">
      <h2 id="tile-revisions-title" className="text-title">
        {t("title")}
      </h2>
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <QueryView query={cloud}>{(packed) => <ChosenTile tiles={unpackTiles(packed)} />}</QueryView>
    </section>
  );
}

function ChosenTile({ tiles }: { readonly tiles: readonly UnpackedTile[] }) {
  const t = useTranslations("clouds.history");
  const api = useApi();
  const community = useCommunity();
  // Tiles that were replaced come first.
  const sorted = tiles.toSorted((a, b) => b.revision - a.revision || a.title.localeCompare(b.title));
  const [chosen, setChosen] = useState(sorted[0]?.id ?? "");
  const tile = tiles.find(({ id }) => id === chosen) ?? sorted[0];
  const history = useQuery({
    ...api.clouds.history.queryOptions({ communityId: community.id, attachmentId: tile?.id ?? "" }),
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
            options={sorted.map(({ id, title, revision }) => ({ value: id, label: t("option", { title, revision }) }))}
            onChange={(event) => setChosen(event.target.value)}
          />
        )}
      </Field>
      <QueryView query={history}>{(revisions) => <TileRevisionList key={tile.id} tile={tile} revisions={revisions} />}</QueryView>
    </>
  );
}
