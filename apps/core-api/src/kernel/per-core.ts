import type { Core } from "./core.ts";

/**
 * In-memory state of each running core: counters of limits, caches. A module variable would be shared by all cores of the process, so that
 * one test would use up another test's limits.
 *
 * @returns a function that gives the state of a core, created at its first use
 */
export function perCore<State, Part extends Pick<Core, "memory"> = Pick<Core, "memory">>(
  make: (core: Part) => State,
): (core: Part) => State {
  const states = new WeakMap<object, State>();
  return (core) => {
    const { memory } = core;
    const known = states.get(memory);
    if (known !== undefined) return known;
    const made = make(core);
    states.set(memory, made);
    return made;
  };
}
