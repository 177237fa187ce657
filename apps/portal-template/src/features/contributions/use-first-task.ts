import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import type { EditTarget } from "./edit-target.ts";
import type { OpenDraft } from "./use-draft.ts";
import { extentOf, shapesOf } from "./use-drawing.ts";
import type { Features } from "./use-features.ts";

interface FirstTask {
  readonly target: EditTarget;
  readonly draft: OpenDraft;
  readonly handle: MapHandle;
  readonly heading: RefObject<HTMLElement | null>;
  readonly features: Features;
  readonly review: () => void;
  readonly draw: () => void;
}

/** Starts the task for which the editor was opened, once the draft is loaded. Returns a function that shows the draft after it was replaced. */
export function useFirstTask({ target, draft, handle, heading, features, review, draw }: FirstTask): () => void {
  const hasBegun = useRef(false);
  const isReplaced = useRef(false);
  const { loading } = draft;
  const begin = useEffectEvent(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    heading.current?.focus({ preventScroll: true });
    if (target.isResumed || isReplaced.current) {
      review();
      const box = extentOf(shapesOf(draft.draft));
      if (box) handle.fit(box);
    } else if (target.fid === null) draw();
    else features.take({ layerId: target.layerId, fid: target.fid }).then(({ bbox }) => bbox && handle.fit(bbox), features.failed);
  });
  useEffect(() => {
    if (loading === "here") begin();
  }, [loading]);
  return () => {
    isReplaced.current = true;
    hasBegun.current = false;
  };
}
