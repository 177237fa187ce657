import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { LiveLayers } from "@archipel/map/model/live-layers.ts";
import type { ListedLayer, MapAction } from "@archipel/map/model/map-state.ts";
import { pageStream } from "@archipel/map/model/page-stream.ts";
import { useRouter } from "next/navigation";
import { type Dispatch, useEffect, useEffectEvent, useRef, useState } from "react";

/** Changes within this time are loaded together. */
const GATHER_MS = 400;

/**
 * The layers of the page, which follow a manager's changes while the page is open. The values of which a source of the map is made stay
 * as they were: new values would reload the source, and its layers would flash.
 */
export function useLayers(received: readonly PortalLayer[]): readonly PortalLayer[] {
  const [first] = useState(() => new Map<string, PortalLayer>());
  const last = useRef<{ received: readonly PortalLayer[]; layers: readonly PortalLayer[] } | null>(null);
  if (last.current?.received !== received) {
    const layers = received.map((layer) => {
      const known = first.get(layer.id) ?? layer;
      first.set(layer.id, known);
      const { revision, bbox, minZoom, maxZoom } = known;
      return { ...layer, revision, bbox, minZoom, maxZoom };
    });
    last.current = { received, layers };
  }
  return last.current.layers;
}

/** Loads the layers again when their style changed. The view, the selection and the switches stay. */
export function useFollowedLook(
  layers: readonly PortalLayer[],
  /** The layers and the pictures. */
  listed: readonly ListedLayer[],
  live: LiveLayers,
  dispatch: Dispatch<MapAction>,
  refresh: () => void,
): void {
  const router = useRouter();
  const before = useRef(layers);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = pageStream().on("look", () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [router]);

  const changed = useEffectEvent((now: readonly PortalLayer[]) => {
    if (before.current === now) return;
    const styles = new Map(before.current.map(({ id, style }) => [id, JSON.stringify(style)]));
    before.current = now;
    live.add(now);
    for (const { id, style } of now) if (styles.has(id) && styles.get(id) !== JSON.stringify(style)) live.invalidateLayer(id);
    dispatch({ type: "listed", layers: listed });
    refresh();
  });
  useEffect(() => changed(layers), [layers]);
}
