import type { Map as MapLibreMap } from "maplibre-gl";

/** While tiles of the first view are missing, drawing takes at most this share of the time. */
const SHARE = 0.05;
/** Longest time without a frame. */
const LONGEST_MS = 1500;
/** Longest time that the first frame waits for the description of a source. */
const SOURCES_MS = 400;

type DrawnMap = Pick<MapLibreMap, "triggerRepaint" | "areTilesLoaded" | "on" | "off" | "once">;

/**
 * Draws the first view in few frames. MapLibre draws the whole map again for every tile that comes, and places all its labels again: on a
 * slow processor that takes longer than everything else. The first frame asks for tiles: it waits until it knows all sources. Drawn at once
 * are the frame for which all tiles are there, and every frame as soon as the map moves or is complete.
 *
 * @param sources the ids of the first style
 */
export function gatherFrames(map: DrawnMap, sources: readonly string[]): void {
  const draw = map.triggerRepaint.bind(map);
  const unknown = new Set(sources);
  let beganAt = 0;
  let nextAt = Number.POSITIVE_INFINITY;
  let hasAsked = false;
  let isTimed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drawNow = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isTimed) {
      isTimed = true;
      // Runs directly before the map's own frame.
      requestAnimationFrame(() => {
        isTimed = false;
        beganAt = performance.now();
      });
    }
    draw();
  };
  const onRender = () => {
    hasAsked = true;
    const endedAt = performance.now();
    nextAt = endedAt + Math.min(LONGEST_MS, (endedAt - beganAt) / SHARE);
  };
  // The next frame asks for the tiles of this source.
  const onSource = ({ sourceId, sourceDataType }: { sourceId: string; sourceDataType?: string | undefined }) => {
    if (sourceDataType !== "metadata") return;
    unknown.delete(sourceId);
    if (hasAsked || unknown.size === 0) drawNow();
  };
  const onStyle = () => {
    nextAt = performance.now() + (unknown.size > 0 ? SOURCES_MS : 0);
    map.triggerRepaint();
  };
  map.triggerRepaint = () => {
    const waitMs = nextAt - performance.now();
    if (waitMs <= 0 || (hasAsked && map.areTilesLoaded())) drawNow();
    // Without a style there is nothing to draw.
    else if (waitMs < Number.POSITIVE_INFINITY) timer ??= setTimeout(drawNow, waitMs);
  };
  const stop = () => {
    clearTimeout(timer);
    map.triggerRepaint = draw;
    map.off("style.load", onStyle);
    map.off("render", onRender);
    map.off("sourcedata", onSource);
    map.off("load", stop);
    map.off("movestart", stop);
    if (timer !== undefined) draw();
    timer = undefined;
  };
  map.once("style.load", onStyle);
  map.on("render", onRender);
  map.on("sourcedata", onSource);
  map.once("load", stop);
  map.once("movestart", stop);
  map.once("remove", () => clearTimeout(timer));
}
