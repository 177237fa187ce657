import type { OpenDraft } from "./use-draft.ts";
import { useUndoKeys } from "./use-undo-keys.ts";

/** Undo and redo, by button and by key. Undefined while there is no step. A step clears the note about the last action. */
export function useUndo({ undo, redo }: OpenDraft, onStep: () => void) {
  const step = (go: (() => void) | undefined) =>
    go &&
    (() => {
      onStep();
      go();
    });
  const history = { undo: step(undo), redo: step(redo) };
  useUndoKeys(history.undo, history.redo);
  return history;
}
