"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

const NO_FIELDS: readonly LayerField[] = [];

/** The labels and types of a dataset's columns, by layer. */
export function useLayerFields(datasetId: string | null): (layerId: string) => readonly LayerField[] {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const dataset = useQuery({ ...api.datasets.get.queryOptions({ communityId, datasetId: datasetId ?? "" }), enabled: datasetId !== null });
  return (layerId) => dataset.data?.layers.find(({ id }) => id === layerId)?.fields ?? NO_FIELDS;
}
