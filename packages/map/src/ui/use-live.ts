import { useEffect, useRef, useState } from "react";
import { LiveLayers } from "../model/live-layers.ts";
import { pageStream } from "../model/page-stream.ts";

/** Newest revision of each layer that was edited since the page got it. */
export type Revisions = Readonly<Record<string, number>>;

/**
 * Follows the edits of the layers that are on, while the page is looked at. The map is given `live`, and asks for touched tiles by
 * itself when told by `onEdited`; lists and panels ask again when their layer's revision changes.
 */
export function useLive(
  layers: readonly { readonly id: string; readonly revision: number }[],
  shownIds: readonly string[],
  onEdited: () => void,
  portalId: string | null = null,
): { live: LiveLayers; revisions: Revisions } {
  const [live] = useState(() => new LiveLayers(layers));
  const [revisions, setRevisions] = useState<Revisions>({});
  const told = useRef(onEdited);
  told.current = onEdited;

  useEffect(() => {
    const news = (ids: readonly string[]) => {
      if (ids.length > 0) setRevisions((last) => ({ ...last, ...Object.fromEntries(ids.map((id) => [id, live.revisionOf(id)])) }));
      told.current();
    };
    const stream = pageStream();
    const stops = [
      stream.on("edited", (edit) => live.edited(edit) && news([edit.layerId])),
      // After a `reset` comes `ready`: it says which layers are behind.
      stream.on("ready", ({ revisions: standing }) => news(live.standing(standing))),
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
