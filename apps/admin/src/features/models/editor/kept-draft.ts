import type { Draft } from "./draft.ts";

/** An unsaved draft, kept in this browser. */
interface KeptDraft {
  readonly draft: Draft;
  readonly baseVersion: number | null;
  readonly at: string;
}

/** The storage key. `key` is that of the edited model; null for a new one. */
export const draftPlace = (communityId: string, key: string | null) => `archipel.model-draft.${communityId}.${key ?? "new"}`;

export function readKept(place: string): KeptDraft | null {
  try {
    const kept = JSON.parse(window.localStorage.getItem(place) ?? "null") as KeptDraft | null;
    return kept?.draft?.rest?.format === "archipel-model/1" ? kept : null;
  } catch {
    return null;
  }
}

/** False when the browser cannot store it (private mode, or full). */
export function keep(place: string, draft: Draft, baseVersion: number | null): boolean {
  try {
    window.localStorage.setItem(place, JSON.stringify({ draft, baseVersion, at: new Date().toISOString() } satisfies KeptDraft));
    return true;
  } catch {
    return false;
  }
}

export function forget(place: string): void {
  try {
    window.localStorage.removeItem(place);
  } catch {
    // Without storage there is nothing to remove.
  }
}
