import type { Map as MapLibreMap } from "maplibre-gl";

/** While tiles of the first view are missing, drawing takes at most this share of the time. */
const SHARE = 0.1;
/** Longest time without a frame. */
const LONGEST_MS = 1500;

type DrawnMap = Pick<MapLibreMap, "triggerRepaint" | "areTilesLoaded" | "on" | "off" | "once">;

/**
 * Draws the first view in few frames. MapLibre draws the whole map again for every tile that comes, and places all its labels again: on a
 * slow processor that takes longer than everything else. Drawn at once are frames before the first tile is asked for, the one for which
 * all tiles are there, and every frame as soon as the map moves or is complete.
 */
export function gatherFrames(map: DrawnMap): void {
  const draw = map.triggerRepaint.bind(map);
  let beganAt = 0;
  let nextAt = 0;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drawNow = () => {
    clearTimeout(timer);
    timer = undefined;
    // Runs directly before the map's own frame.
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      beganAt = performance.now();
    });
    draw();
  };
  const onRender = () => {
    const endedAt = performance.now();
    nextAt = endedAt + Math.min(LONGEST_MS, (endedAt - beganAt) / SHARE);
  };
  // The next frame asks for the tiles of this source.
  const onSource = ({ sourceDataType }: { sourceDataType?: string | undefined }) => {
    if (sourceDataType === "metadata") drawNow();
  };
  map.triggerRepaint = () => {
    const waitMs = nextAt - performance.now();
    if (waitMs <= 0 || map.areTilesLoaded()) drawNow();
    else timer ??= setTimeout(drawNow, waitMs);
  };
  const stop = () => {
    clearTimeout(timer);
    map.triggerRepaint = draw;
    map.off("render", onRender);
    map.off("sourcedata", onSource);
    map.off("load", stop);
    map.off("movestart", stop);
    if (timer !== undefined) draw();
    timer = undefined;
  };
  map.on("render", onRender);
  map.on("sourcedata", onSource);
  map.once("load", stop);
  map.once("movestart", stop);
  map.once("remove", () => clearTimeout(timer));
}
