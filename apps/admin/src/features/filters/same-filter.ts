/** Whether two filters ask the same: in any order of their parts and of a part's choices; what is absent narrows nothing. */
export function isSameFilter(one: object, other: object): boolean {
  return asked(one) === asked(other);
}

function asked(filter: object): string {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(parts.map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]).toSorted());
}
