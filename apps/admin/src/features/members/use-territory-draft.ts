"use client";
import type { TerritorySource } from "@archipel/contracts/members.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { unionAll } from "@archipel/geo/bbox.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { useQueries, useQuery } from "@tanstack/react-query";
import type { Geometry } from "geojson";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { areaOf, polygonsOf } from "../../kit/maps/areas-overlay.ts";
import { pastedArea } from "../../kit/maps/pasted-area.ts";
import type { PickedFeatures } from "./territory-features.tsx";

type Way = "draw" | "features" | "paste";
const WAYS: readonly Way[] = ["draw", "features", "paste"];

/** A territory before it is saved. Each of the three ways keeps its input; the open tab decides what is saved. */
export function useTerritoryDraft(current: Readonly<Record<string, unknown>> | null, first: Way = "draw") {
  const [way, setWay] = useState<Way>(first);
  const [start] = useState(() => (current ? polygonsOf(current) : []));
  const home = useHome(start);
  const [areas, setAreas] = useState<readonly Geometry[]>(start);
  const [tool, setTool] = useState<"select" | "polygon">(start.length > 0 ? "select" : "polygon");
  const [active, setActive] = useState<number | null>(null);
  const [picked, setPicked] = useState<PickedFeatures | null>(null);
  const [text, setText] = useState("");
  const outlines = useOutlines(picked);
  const pasted = pastedArea(text);
  const pastedShape = pasted && "geometry" in pasted ? polygonsOf(pasted.geometry) : [];
  const shown = { draw: areas, features: outlines, paste: pastedShape }[way];
  const source: TerritorySource | null =
    way === "features"
      ? picked && { features: { layerId: picked.layerId, fids: [...picked.fids] } }
      : way === "paste"
        ? pasted
        : areas.length > 0
          ? { geometry: areaOf(areas) }
          : null;
  return {
    way,
    setWay: (value: string) => setWay(WAYS.find((one) => one === value) ?? way),
    /** The box that the map shows at first. */
    home,
    areas,
    tool,
    /** Index of the area that is being changed. */
    active,
    setActive,
    chooseTool: (next: "select" | "polygon") => {
      setTool(next);
      setActive(null);
    },
    addArea: (area: Geometry) => setAreas((last) => [...last, area]),
    reshape: (index: number, area: Geometry) => setAreas((last) => last.map((one, at) => (at === index ? area : one))),
    removeActive: () => {
      setAreas(areas.filter((_, index) => index !== active));
      setActive(null);
    },
    clear: () => {
      setAreas([]);
      setActive(null);
      setTool("polygon");
    },
    picked,
    setPicked,
    text,
    setText,
    isUnreadable: text.trim() !== "" && !pasted,
    /** The outlines on the map. */
    shown,
    /** What is saved; null while nothing is drawn, picked or readable. */
    source,
  };
}

export type TerritoryDraft = ReturnType<typeof useTerritoryDraft>;

/** The box that the map shows at first: the current territory, else the community's data. */
function useHome(start: readonly Geometry[]): Bbox | null {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const datasets = useQuery(api.datasets.list.queryOptions({ communityId, limit: 100 })).data?.items ?? [];
  const own = boundsOf(start.map((area) => ({ ...area })));
  return own ?? unionAll(datasets.flatMap(({ bbox }) => (bbox ? [bbox] : [])));
}

/** The outlines of picked features that are loaded so far. */
function useOutlines(picked: PickedFeatures | null): readonly Geometry[] {
  const api = useApi();
  const answers = useQueries({
    queries: (picked?.fids ?? []).map((fid) => api.features.get.queryOptions({ layerId: picked?.layerId ?? "", fid })),
  });
  return answers.flatMap(({ data }) => (data?.geometry ? polygonsOf(data.geometry) : []));
}
