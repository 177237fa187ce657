import { pageStream } from "@archipel/map/model/page-stream.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { type OpenedCloud, withTiles } from "./opened-cloud.ts";

/** The cloud as it is now, while the page is open. */
export function useFollowedCloud(opened: OpenedCloud, portalId: string): OpenedCloud {
  const [cloud, setCloud] = useState(opened);
  const client = useApiClient();
  const { layerId } = opened;
  useEffect(() => {
    const refresh = () =>
      client.clouds.open.query({ layerId }).then(
        (layer) => setCloud((last) => withTiles(last, layer)),
        // The layer is gone, or the network: what is shown stays.
        () => undefined,
      );
    const stream = pageStream("/api/core/events");
    const stop = stream.on("edited", (edit) => edit.layerId === layerId && refresh());
    stream.follow([layerId], portalId);
    return () => {
      stop();
      stream.follow([]);
    };
  }, [layerId, portalId, client]);
  return cloud;
}

/** Shows corrected points: a tile with a new revision is read again. */
export function useShownTiles(engine: CloudEngine | null, tiles: OpenedCloud["tiles"]): void {
  useEffect(() => engine?.follow(tiles), [engine, tiles]);
}
