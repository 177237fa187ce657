import { type MapData, ReadRefusal } from "@archipel/map/ui/map-data.ts";
import { useMemo } from "react";
import { useApiClient } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { useBusyText } from "../site/use-busy-text.ts";

/** How the map's panels read features and documents from core-api. */
export function useMapData(): MapData {
  const client = useApiClient();
  const busyText = useBusyText();
  return useMemo(() => {
    const refused = (error: unknown): never => {
      const text = busyText(error);
      throw text === null ? error : new ReadRefusal(text, { cause: error });
    };
    return {
      feature: (layerId, fid) => client.features.get.query({ layerId, fid }).catch(refused),
      inView: (layerId, [west, south, east, north], q, confidenceAtLeast, conditions) =>
        client.features.inView
          .query({
            layerId,
            bbox: [west, south, east, north],
            limit: 100,
            ...(q && { q }),
            ...(confidenceAtLeast && { confidenceAtLeast }),
            ...(conditions && conditions.length > 0 && { conditions: [...conditions].map((one) => ({ ...one, values: [...one.values] })) }),
          })
          .catch(refused),
      values: (layerId, column) => client.layers.values.query({ layerId, column }).catch(refused),
      document: async (layerId, fileName) => {
        const found = await client.attachments.find.query({ layerId, fileName });
        return found && { href: links.attachment(found.id), title: found.title };
      },
    };
  }, [client, busyText]);
}
