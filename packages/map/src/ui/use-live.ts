import { useEffect, useRef, useState } from "react";
import { LiveLayers } from "../model/live-layers.ts";
import { pageStream } from "../model/page-stream.ts";
import { earlyLive } from "./early-map.ts";

/** The newest revision of each layer that was edited since the page was loaded. */
export type Revisions = Readonly<Record<string, number>>;

/**
 * Follows the edits of the layers that are on, while the page is visible. The map gets `live` and requests touched tiles again after
 * `onEdited`; lists and panels read again when the revision of their layer changes.
 */
export function useLive(
  layers: readonly { readonly id: string; readonly revision: number }[],
  shownIds: readonly string[],
  onEdited: () => void,
  portalId: string | null = null,
): { live: LiveLayers; revisions: Revisions } {
  const [live] = useState(() => earlyLive() ?? new LiveLayers(layers));
  const [revisions, setRevisions] = useState<Revisions>({});
  const latest = useRef(onEdited);
  latest.current = onEdited;

  useEffect(() => {
    const news = (ids: readonly string[]) => {
      if (ids.length > 0) setRevisions((last) => ({ ...last, ...Object.fromEntries(ids.map((id) => [id, live.revisionOf(id)])) }));
      latest.current();
    };
    const stream = pageStream();
    const stops = [
      stream.on("edited", (edit) => live.registerEdit(edit) && news([edit.layerId])),
      // After `reset` comes `ready`, which says which layers are outdated.
      stream.on("ready", ({ revisions: standing }) => news(live.compareRevisions(standing))),
    ];
    return () => {
      for (const stop of stops) stop();
      stream.follow([]);
    };
  }, [live]);

  const key = shownIds.toSorted().join();
  useEffect(() => pageStream().follow(key === "" ? [] : key.split(","), portalId), [key, portalId]);
  return { live, revisions };
}
