export type Credential = "own" | "session" | "none";

const READING = ["GET", "HEAD", "OPTIONS"];

/**
 * Whose token goes on to core-api: the program's own, else that of whoever is signed in on this host. The session only ever reads:
 * a cookie is sent by any page that makes a browser ask, so it must not write.
 */
export function credentialGate(method: string, authorization: string | null): Credential {
  if (/^Bearer \S+$/.test(authorization ?? "")) return "own";
  return READING.includes(method) ? "session" : "none";
}
