/**
 * Whether the path and the query of an address can be read: its `%` codes are complete, and none of them is NUL, which no database stores. A
 * page that reads parts of such an address would fail.
 *
 * @param address `pathname` and `search` as they were sent, percent-encoded
 */
export function isReadableAddress({ pathname, search }: { readonly pathname: string; readonly search: string }): boolean {
  try {
    return !`${decodeURIComponent(pathname)}${[...new URLSearchParams(search)].flat().join("")}`.includes("\0");
  } catch {
    return false;
  }
}
