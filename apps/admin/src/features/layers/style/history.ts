/** States of an editor that can be undone and redone. */
export interface History<State> {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
  /** What the last change was about, and when: the steps of one gesture are undone together. */
  readonly last: { readonly about: string; readonly at: number } | null;
}

const MOST_STEPS = 100;
/** Changes of the same thing nearer than this are one gesture: dragging a slider, typing a label. */
const GESTURE_MS = 900;

export function startHistory<State>(now: State): History<State> {
  return { past: [], now, future: [], last: null };
}

/** @param about names what changes; changes of different things are never one step */
export function changed<State>(history: History<State>, next: State, about: string, at: number): History<State> {
  const { past, now, last } = history;
  const isSameGesture = last !== null && about !== "" && last.about === about && at - last.at < GESTURE_MS;
  return { past: isSameGesture ? past : [...past, now].slice(-MOST_STEPS), now: next, future: [], last: { about, at } };
}

export function undone<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], last: null };
}

export function redone<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, last: null };
}
