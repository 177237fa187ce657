import type { Core } from "./core.ts";

/**
 * State that a process keeps in memory for each running core: counters of limits, what was already looked at. A variable of a module
 * would be shared by every core of the process, so that one test would use up what the next one is allowed.
 *
 * @returns gives the state of a core, made at its first use
 */
export function perCore<State>(make: () => State): (core: Pick<Core, "memory">) => State {
  const states = new WeakMap<object, State>();
  return ({ memory }) => {
    const known = states.get(memory);
    if (known !== undefined) return known;
    const made = make();
    states.set(memory, made);
    return made;
  };
}
