const READING = ["GET", "HEAD"];

interface CanonicalFacts {
  readonly method: string;
  /** The host that was asked. */
  readonly host: string;
  /** The portal's main origin. */
  readonly origin: string;
  /** Path and query as asked. */
  readonly address: string;
}

/**
 * Where a page asked on another host of the portal is: the same address on the main one, so that search engines and visitors know one.
 * Null when it is right here. Only for pages: programs keep using the address that they were given, and a sign-in ends where it began.
 */
export function canonicalGate({ method, host, origin, address }: CanonicalFacts): string | null {
  if (!READING.includes(method)) return null;
  if (new URL(origin).hostname === host) return null;
  // An address that begins with two slashes would name another host.
  return `${origin}/${address.replace(/^\/+/, "")}`;
}
