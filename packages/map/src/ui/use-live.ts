import { useEffect, useRef, useState } from "react";
import { LiveLayers } from "../model/live-layers.ts";
import { LiveStream } from "../model/live-stream.ts";

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
): { live: LiveLayers; revisions: Revisions } {
  const [live] = useState(() => new LiveLayers(layers));
  const [revisions, setRevisions] = useState<Revisions>({});
  const stream = useRef<LiveStream | null>(null);
  const told = useRef(onEdited);
  told.current = onEdited;

  useEffect(() => {
    const news = (ids: readonly string[]) => {
      if (ids.length > 0) setRevisions((last) => ({ ...last, ...Object.fromEntries(ids.map((id) => [id, live.revisionOf(id)])) }));
      told.current();
    };
    const own = new LiveStream({
      open: (url) => new EventSource(url),
      onEdited: (edit) => live.edited(edit) && news([edit.layerId]),
      onStanding: (standing) => news(live.standing(standing)),
    });
    stream.current = own;
    const looked = () => own.shown(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", looked);
    return () => {
      document.removeEventListener("visibilitychange", looked);
      own.stop();
      stream.current = null;
    };
  }, [live]);

  const key = shownIds.toSorted().join();
  useEffect(() => stream.current?.follow(key === "" ? [] : key.split(",")), [key]);
  return { live, revisions };
}
