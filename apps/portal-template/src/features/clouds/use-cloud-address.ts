import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import { useEffect, useEffectEvent } from "react";
import { type CloudAddress, writeAddress } from "./cloud-address.ts";

/** Browsers refuse more than a hundred changes of the address in half a minute. */
const SETTLED_MS = 400;

/** What an address has besides the view and its look. */
type Kept = Pick<CloudAddress, "budget" | "around" | "ring" | "ground" | "hasNames" | "box" | "beside" | "limit" | "path" | "flies">;

function addressOf(engine: CloudEngine, look: CloudLook, kept: Kept): string {
  const { colouring, hidden, heights, isShaded } = look;
  const camera = engine.layerCamera;
  const shown = { colouring, hidden: [...hidden], heights, isShaded };
  return writeAddress({ ...kept, camera, ...shown });
}

/** The whole address of the page with a flight that begins at once. */
export function flightAddress(engine: CloudEngine, look: CloudLook, kept: Kept): string {
  return `${location.origin}${location.pathname}${addressOf(engine, look, { ...kept, flies: true })}`;
}

/** Keeps the page's address the one that shows the same. */
export function useCloudAddress(engine: CloudEngine | null, look: CloudLook, kept: Kept): void {
  const { ground, hasNames, box, beside, limit, path, flies } = kept;
  const write = useEffectEvent(() => {
    if (!engine) return;
    history.replaceState(history.state, "", `${location.pathname}${addressOf(engine, look, kept)}`);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a look that changes is written as a camera that moves
  useEffect(() => {
    if (!engine) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      // Not only when the view rests: a flight does not.
      timer ??= setTimeout(() => {
        timer = undefined;
        write();
      }, SETTLED_MS);
    };
    later();
    const stop = engine.subscribe(later);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [engine, look, ground, hasNames, box, beside, limit, path, flies]);
}
