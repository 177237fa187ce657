"use client";
import type { ComputedMethod, LayerSummary } from "@archipel/contracts/layers.ts";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";

/** How the fields of a layer are filled, and which to propose first. */
export function useStyleFields(layer: Pick<LayerSummary, "id">, isWanted: boolean) {
  const api = useApi();
  return useQuery({ ...api.layers.styleFields.queryOptions({ layerId: layer.id }), enabled: isWanted, staleTime: 60_000 }).data;
}

/** Classes of a numeric field with its histogram. The last answer stays while the next one is read. */
export function useFieldClasses(layer: Pick<LayerSummary, "id">, wanted: { column: string; method: ComputedMethod; count: number } | null) {
  const api = useApi();
  return useQuery({
    ...api.layers.classes.queryOptions({ layerId: layer.id, column: "", method: "quantile", count: 5, ...wanted }),
    enabled: wanted !== null && wanted.column !== "",
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
}
