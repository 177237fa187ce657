import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useEffect, useEffectEvent } from "react";
import { MOST_PITCH, type ReliefView } from "./relief-code.ts";

const EASE_MS = 400;

/**
 * Lets people tilt and turn the map while its relief is raised, by mouse, touch and keyboard, and reports how it is turned. Otherwise the map
 * looks straight down, north up.
 */
export function useRaisedCamera(
  handle: MapHandle,
  { isRaised, pitch, bearing }: ReliefView,
  onTurned: (turned: Pick<ReliefView, "pitch" | "bearing">) => void,
): void {
  const map = handle.library;
  const turned = useEffectEvent(onTurned);
  const first = useEffectEvent(() => ({ pitch, bearing, duration: duration() }));
  useEffect(() => {
    if (!isRaised) return;
    map.setMaxPitch(MOST_PITCH);
    map.dragRotate.enable();
    map.touchPitch.enable();
    map.touchZoomRotate.enableRotation();
    map.keyboard.enableRotation();
    map.easeTo(first());
    const report = () => turned({ pitch: Math.round(map.getPitch()), bearing: Math.round(map.getBearing()) });
    map.on("pitchend", report);
    map.on("rotateend", report);
    return () => {
      map.off("pitchend", report);
      map.off("rotateend", report);
      map.dragRotate.disable();
      map.touchPitch.disable();
      map.touchZoomRotate.disableRotation();
      map.keyboard.disableRotation();
      // The camera may be gone with its map.
      if (!map.getContainer().isConnected) return;
      map.stop();
      map.jumpTo({ pitch: 0, bearing: 0 });
      map.setMaxPitch(0);
    };
  }, [map, isRaised]);
}

const duration = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : EASE_MS);
