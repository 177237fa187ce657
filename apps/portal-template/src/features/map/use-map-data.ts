import type { MapData } from "@archipel/map/ui/map-data.ts";
import { useMemo } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";

/** How the map's panels read features and documents from core-api. */
export function useMapData(): MapData {
  const client = useApiClient();
  return useMemo(
    () => ({
      feature: (layerId, fid) => client.features.get.query({ layerId, fid }),
      inView: (layerId, [west, south, east, north], q, confidenceAtLeast) =>
        client.features.inView.query({
          layerId,
          bbox: [west, south, east, north],
          limit: 100,
          ...(q && { q }),
          ...(confidenceAtLeast && { confidenceAtLeast }),
        }),
      document: async (layerId, fileName) => {
        const found = await client.attachments.find.query({ layerId, fileName });
        return found && { href: links.attachment(found.id), title: found.title };
      },
    }),
    [client],
  );
}
