"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { RoleGate } from "../../kit/role-gate.tsx";
import { TileRevisions } from "../clouds/tile-revisions.tsx";
import { HeightRevisions } from "../elevation/height-revisions.tsx";
import { CompareRevisions } from "./compare-revisions.tsx";
import { RevisionList } from "./revision-list.tsx";

/** The revisions of a dataset's layers: origin, comparison, restore. */
export function RevisionsTab({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.revisions");
  const tl = useTranslations("admin.layers");
  const search = useSearchParams();
  const vectors = dataset.layers.filter(({ abilities }) => abilities.includes("revisions"));
  const asked = vectors.find(({ id }) => id === search.get("layer"));
  const [layerId, setLayerId] = useState((asked ?? vectors.toSorted((a, b) => b.revision - a.revision)[0])?.id ?? "");
  const layer = vectors.find(({ id }) => id === layerId);
  const cloud = dataset.layers.find(({ kind }) => kind === "pointcloud");
  const heights = dataset.layers.filter(({ kind }) => kind === "elevation");
  if (!layer && !cloud && heights.length === 0) return <p className="text-ink-muted">{t("noLayer")}</p>;
  return (
    <RoleGate needs="contributor">
      <div className="flex flex-col gap-6">
        {vectors.length > 1 && (
          <Field label={tl("choose")} className="max-w-md">
            {(control) => (
              <Select
                {...control}
                value={layerId}
                options={vectors.map(({ id, title }) => ({ value: id, label: title }))}
                onChange={(event) => setLayerId(event.target.value)}
              />
            )}
          </Field>
        )}
        {layer && <Revisions key={layer.id} layer={layer} />}
        {cloud && <TileRevisions layerId={cloud.id} />}
        {heights.map((one) => (
          <HeightRevisions key={one.id} layer={one} />
        ))}
      </div>
    </RoleGate>
  );
}

function Revisions({ layer }: { readonly layer: LayerSummary }) {
  const t = useTranslations("admin.revisions");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const community = useCommunity();
  const comparison = useRef<HTMLElement>(null);
  const [compared, setCompared] = useState<readonly [from: number, to: number] | null>(null);
  const revisions = useInfiniteQuery(
    api.updates.revisions.infiniteQueryOptions(
      { communityId: community.id, layerId: layer.id, limit: 30 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <>
      <p className="max-w-prose text-ink-muted">{t(layer.revision > 1 ? "lead" : "onlyOne")}</p>
      <QueryView query={revisions}>
        {({ pages }) => (
          <>
            <RevisionList
              layer={layer}
              revisions={pages.flatMap((page) => page.items)}
              onCompare={(revision) => {
                setCompared([revision - 1, revision]);
                comparison.current?.scrollIntoView({ behavior: "smooth" });
              }}
            />
            {revisions.hasNextPage && (
              <Button className="self-start" disabled={revisions.isFetchingNextPage} onClick={() => revisions.fetchNextPage()}>
                {tc("showMore")}
              </Button>
            )}
          </>
        )}
      </QueryView>
      {layer.revision > 1 && (
        <section ref={comparison} aria-labelledby="compare-revisions-title" className="flex scroll-mt-4 flex-col gap-4">
          <h2 id="compare-revisions-title" className="text-title">
            {t("compareTitle")}
          </h2>
          <CompareRevisions layer={layer} compared={compared ?? [layer.revision - 1, layer.revision]} onCompare={setCompared} />
        </section>
      )}
    </>
  );
}
