/** Steps kept for undo. */
const MOST_STEPS = 200;

/** An edited value with its undo and redo steps. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** The subject of the latest change. Further changes with the same subject join its step. */
  readonly about: string | null;
}

export type Step<T> =
  | { readonly kind: "change"; readonly to: (present: T) => T; readonly about: string | null }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" }
  | { readonly kind: "restart"; readonly with: T };

export function startOf<T>(present: T): History<T> {
  return { past: [], present, future: [], about: null };
}

/** Applies a step. Consecutive changes with the same subject, such as typing in one field, are one step. */
export function stepped<T>(history: History<T>, step: Step<T>): History<T> {
  const { past, present, future, about } = history;
  if (step.kind === "restart") return startOf(step.with);
  if (step.kind === "undo") {
    const before = past.at(-1);
    return before === undefined ? history : { past: past.slice(0, -1), present: before, future: [present, ...future], about: null };
  }
  if (step.kind === "redo") {
    const [after, ...later] = future;
    return after === undefined ? history : { past: [...past, present], present: after, future: later, about: null };
  }
  const next = step.to(present);
  if (next === present) return history;
  const isSame = step.about !== null && step.about === about;
  return { past: isSame ? past : [...past, present].slice(-MOST_STEPS), present: next, future: [], about: step.about };
}
