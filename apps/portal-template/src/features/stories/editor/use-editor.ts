import { apiError } from "@archipel/api-client/errors.ts";
import type { SavedMap } from "@archipel/contracts/maps.ts";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useReducer, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { type Edited, edit, editedOf, isSame, savedOf } from "./content.ts";
import { dropDraft, keepDraft, readDraft } from "./kept-draft.ts";

/**
 * The content of a map while it is edited. Changes are kept in this browser until they are saved. When the map was saved elsewhere, the
 * person chooses between the two versions.
 */
export function useEditor(map: SavedMap) {
  const client = useApiClient();
  const [saved, setSaved] = useState<Edited>(() => editedOf(map));
  const [content, dispatch] = useReducer(edit, saved);
  const [basedOn, setBasedOn] = useState(map.revision);
  /** The revision that was saved elsewhere. */
  const [conflict, setConflict] = useState<number | null>(null);
  const [isRestored, setRestored] = useState(false);
  const [isKept, setKept] = useState(true);
  const [isStarted, setStarted] = useState(false);
  const isChanged = !isSame(content, saved);

  const restore = useEffectEvent(() => {
    const draft = readDraft(map.id);
    setStarted(true);
    if (!draft || isSame(draft.content, saved)) return;
    dispatch({ type: "replaced", content: draft.content });
    setBasedOn(draft.basedOn);
    if (draft.basedOn === map.revision) setRestored(true);
    else setConflict(map.revision);
  });
  useEffect(() => restore(), []);

  useEffect(() => {
    // Before the kept draft was read, nothing was typed.
    if (!isStarted) return;
    if (isChanged) setKept(keepDraft(map.id, { basedOn, content }));
    else dropDraft(map.id);
  }, [isStarted, isChanged, map.id, basedOn, content]);

  // Only where the browser keeps nothing would leaving the page lose what was typed.
  useEffect(() => {
    if (!isChanged || isKept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isChanged, isKept]);

  const save = useMutation({
    mutationFn: (on: { readonly basedOn: number; readonly content: Edited }) =>
      client.maps.update.mutate({ communityId: map.communityId, mapId: map.id, basedOn: on.basedOn, ...savedOf(on.content) }),
    onSuccess: ({ revision }, on) => {
      setSaved(on.content);
      setBasedOn(revision);
      setConflict(null);
      setRestored(false);
    },
    onError: (error) => {
      const { code, params } = apiError(error);
      if (code === "map-changed") setConflict(Number(params.revision));
    },
  });

  return {
    content,
    dispatch,
    isChanged,
    isKept,
    isRestored,
    conflict,
    isSaving: save.isPending,
    /** A refusal other than a conflict. */
    error: save.error && apiError(save.error).code !== "map-changed" ? save.error : null,
    save: () => save.mutate({ basedOn, content }),
    /** Saves over the version that was saved elsewhere. */
    keepMine: () => conflict !== null && save.mutate({ basedOn: conflict, content }),
    /** Drops the changes and reads the map again. */
    takeTheirs() {
      dropDraft(map.id);
      window.location.reload();
    },
    discard() {
      dispatch({ type: "replaced", content: saved });
      setRestored(false);
    },
  };
}
export type Editor = ReturnType<typeof useEditor>;
