/** Whether two filters are equal. The order of parts and of values does not matter, and an absent part equals an empty one. */
export function isSameFilter(one: object, other: object): boolean {
  return asked(one) === asked(other);
}

function asked(filter: object): string {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(parts.map(([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value]).toSorted());
}
