/**
 * The server in front of Next and Next's bundles run in one process, but each has modules of its own. What they must share is kept under a
 * symbol of the process.
 */
export function sharedInProcess<Value>(name: string, make: () => Value): Value {
  const key = Symbol.for(`archipel.portal.${name}`);
  const place = globalThis as { [key]?: Value };
  place[key] ??= make();
  return place[key];
}
