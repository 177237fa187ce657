import type { PageDraft } from "./page-draft.ts";

/** A draft that core-api does not have yet, kept in this browser. */
interface KeptDraft {
  readonly draft: PageDraft;
  readonly basedOn: number;
  readonly at: string;
}

const place = (pageId: string) => `archipel.page-draft.${pageId}`;

export function readKept(pageId: string): KeptDraft | null {
  try {
    const kept = JSON.parse(window.localStorage.getItem(place(pageId)) ?? "null") as KeptDraft | null;
    return kept && Array.isArray(kept.draft?.blocks) && typeof kept.basedOn === "number" ? kept : null;
  } catch {
    return null;
  }
}

/** False when the browser cannot store it (private mode, or full). */
export function keep(pageId: string, draft: PageDraft, basedOn: number): boolean {
  try {
    window.localStorage.setItem(place(pageId), JSON.stringify({ draft, basedOn, at: new Date().toISOString() } satisfies KeptDraft));
    return true;
  } catch {
    return false;
  }
}

export function forget(pageId: string): void {
  try {
    window.localStorage.removeItem(place(pageId));
  } catch {
    // Without storage there is nothing to remove.
  }
}
