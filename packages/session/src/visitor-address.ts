/**
 * The IP address that a request came from, as the nearest proxy wrote it; null when there is no proxy. Earlier addresses of the header are
 * unverified claims of the sender.
 */
export function visitorAddress(headers: Headers): string | null {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || null;
}
