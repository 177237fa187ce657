import { isRetryable } from "@archipel/api-client/errors.ts";
import type { History } from "@archipel/map/edit/draft.ts";
import { useEffect, useEffectEvent } from "react";
import { type Unsaved, type UnsavedOwner, unsavedStore } from "./unsaved-store.ts";
import type { SavingState } from "./use-draft.ts";

/** Between two tries to save while the service is away. */
const RETRY_MS = 8000;

/** Keeps the unsaved part of the draft in this browser while there is one. Nothing is written before the draft is loaded. */
export function useKeptUnsaved(
  owner: UnsavedOwner | null,
  isUnsaved: boolean,
  unsaved: () => Pick<Unsaved, "changes" | "gone">,
  /** Each new value is kept. */
  history: History,
): void {
  const keep = useEffectEvent(() => {
    if (!owner) return;
    if (isUnsaved) unsavedStore.keep({ ...owner, ...unsaved() });
    else unsavedStore.drop(owner);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the draft is kept
  useEffect(() => keep(), [owner, isUnsaved, history]);
}

/** Saves again by itself once the service answers. A change that core-api refuses waits for the person. */
export function useSavingAgain(saving: SavingState, save: () => Promise<void>): void {
  const isAway = saving.is === "failed" && isRetryable(saving.error);
  const again = useEffectEvent(() => {
    save().catch(() => undefined);
  });
  useEffect(() => {
    if (!isAway) return;
    const onOnline = () => again();
    const timer = setInterval(onOnline, RETRY_MS);
    window.addEventListener("online", onOnline);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", onOnline);
    };
  }, [isAway]);
}
