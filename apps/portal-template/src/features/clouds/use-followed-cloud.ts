import { pageStream } from "@archipel/map/model/page-stream.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect } from "react";
import { useApiClient } from "../../api/react.tsx";
import { sceneTiles } from "./opened-cloud.ts";

/** Shows corrected points while the page is open: a tile with a new revision is read again. */
export function useFollowedCloud(engine: CloudEngine | null, layerId: string, portalId: string): void {
  const client = useApiClient();
  useEffect(() => {
    if (!engine) return;
    let isGone = false;
    const refresh = () =>
      client.clouds.open.query({ layerId }).then(
        ({ tiles }) => !isGone && engine.follow(sceneTiles(tiles)),
        // The layer is gone, or the network: what is shown stays.
        () => undefined,
      );
    const stream = pageStream("/api/core/events");
    const stop = stream.on("edited", (edit) => edit.layerId === layerId && refresh());
    stream.follow([layerId], portalId);
    return () => {
      isGone = true;
      stop();
      stream.follow([]);
    };
  }, [engine, layerId, portalId, client]);
}
