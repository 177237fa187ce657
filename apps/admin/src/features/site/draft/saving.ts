/** How the draft in the editor relates to the stored one. */
export type SaveState =
  | { readonly kind: "saved"; readonly at: Date }
  /** Changed, and about to be sent. */
  | { readonly kind: "changed" }
  | { readonly kind: "saving" }
  /** A property is wrong: nothing is sent until it is corrected. */
  | { readonly kind: "wrong" }
  /** core-api cannot be reached: it is tried again. */
  | { readonly kind: "offline" }
  /** Somebody else, or another tab, stored a later draft. */
  | { readonly kind: "conflict" }
  | { readonly kind: "failed"; readonly error: unknown };

export type SaveEvent =
  | { readonly kind: "changed"; readonly isWrong: boolean }
  | { readonly kind: "sent" }
  /** `isLatest`: nothing was changed while it was sent. */
  | { readonly kind: "stored"; readonly isLatest: boolean; readonly at: Date }
  | { readonly kind: "refused"; readonly why: "offline" | "conflict" | "failed"; readonly error: unknown }
  | { readonly kind: "settled" };

/** The next state. A conflict stays until the person has chosen, whatever is typed meanwhile. */
export function nextSaveState(state: SaveState, event: SaveEvent): SaveState {
  if (event.kind === "settled") return { kind: "changed" };
  if (state.kind === "conflict") return state;
  switch (event.kind) {
    case "changed":
      // What is being sent is answered first; the answer then finds the later change.
      if (state.kind === "saving") return state;
      return { kind: event.isWrong ? "wrong" : "changed" };
    case "sent":
      return { kind: "saving" };
    case "stored":
      return event.isLatest ? { kind: "saved", at: event.at } : { kind: "changed" };
    case "refused":
      return event.why === "failed" ? { kind: "failed", error: event.error } : { kind: event.why };
  }
}

/** Whether leaving the page now would lose something that core-api does not have. */
export function isUnsaved({ kind }: SaveState): boolean {
  return kind !== "saved";
}
