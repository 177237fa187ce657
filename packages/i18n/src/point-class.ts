/** What a translator of the area `clouds` has, on the server and in the browser. */
interface CloudWords {
  has(key: never): boolean;
  (key: never, values?: never): string;
}

/** The name of a class of points; its code for one that has none. */
export function pointClass(t: CloudWords, code: number | string): string {
  const key = `class.${code}` as never;
  return t.has(key) ? t(key) : t("unnamed" as never, { code: String(code) } as never);
}
