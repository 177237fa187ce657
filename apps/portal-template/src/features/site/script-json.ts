/** JSON for a script element of data: without "<" nothing in it can end the element. */
export function scriptJson(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
