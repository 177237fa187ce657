"use client";
import type { Texts } from "@archipel/blocks/texts.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { SitePageStatus } from "@archipel/contracts/site-pages.ts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import type { Known } from "../draft/problems.ts";

interface KnownPage {
  readonly id: string;
  readonly title: Texts;
  readonly slug: string | null;
  readonly status: SitePageStatus;
}
interface KnownDataset {
  readonly id: string;
  readonly title: string;
  /** Visitors of the portal see it. */
  readonly isPublic: boolean;
}
interface KnownMap {
  readonly id: string;
  readonly title: Texts;
  readonly isStory: boolean;
}
export type KnownLayer = Pick<LayerSummary, "id" | "title" | "kind" | "fields" | "abilities"> & { readonly datasetTitle: string };

/** What blocks and menus of a portal can name. A part that is still loading is null. */
export interface SiteThings {
  readonly pages: readonly KnownPage[] | null;
  readonly datasets: readonly KnownDataset[] | null;
  readonly layers: readonly KnownLayer[] | null;
  readonly maps: readonly KnownMap[] | null;
}

export function useSiteThings(portalId: string): SiteThings {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const pages = useQuery(api.sitePages.list.queryOptions({ communityId, portalId })).data;
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId })).data;
  const offered = useQuery(api.datasets.listable.queryOptions({ communityId })).data;
  const layers = useQuery(api.portals.layers.queryOptions({ portalId })).data;
  const maps = useQuery(api.maps.list.queryOptions({ portalId, limit: 100 })).data;
  return useMemo(
    () => ({
      pages: pages?.pages.filter(({ status }) => status !== "archived") ?? null,
      datasets: portal && offered ? listedDatasets(portal.datasets, offered) : null,
      layers: layers?.map((layer) => ({ ...layer, title: layer.title || layer.name })) ?? null,
      maps: maps?.items.map(({ id, title, kind }) => ({ id, title: title as Texts, isStory: kind === "story" })) ?? null,
    }),
    [pages, portal, offered, layers, maps],
  );
}

type Offered = readonly { readonly id: string; readonly title: string; readonly visibility: string; readonly status: string }[];

/** The datasets that the portal lists, in the order of its map. */
function listedDatasets(listed: readonly { readonly datasetId: string }[], offered: Offered): KnownDataset[] {
  return listed.flatMap(({ datasetId }) => {
    const found = offered.find(({ id }) => id === datasetId);
    return found ? [{ id: found.id, title: found.title, isPublic: found.visibility === "public" && found.status === "published" }] : [];
  });
}

/** The same as sets, for the search of problems. */
export function knownOf({ pages, datasets, layers, maps }: SiteThings): Known {
  const ids = (list: readonly { readonly id: string }[] | null) => list && new Set(list.map(({ id }) => id));
  return {
    pages: ids(pages),
    layers: ids(layers),
    maps: ids(maps),
    datasets: datasets && new Map(datasets.map(({ id, isPublic }) => [id, { isPublic }])),
  };
}
