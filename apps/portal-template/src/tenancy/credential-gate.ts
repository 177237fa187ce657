export type Credential = "own" | "session" | "none";

const READING = ["GET", "HEAD", "OPTIONS"];

/**
 * Which token goes to core-api: the caller's own, otherwise that of the person signed in on this host. A session may only read: browsers
 * send its cookie with requests that other sites cause, so it must not write.
 */
export function credentialGate(method: string, authorization: string | null): Credential {
  if (/^Bearer \S+$/.test(authorization ?? "")) return "own";
  return READING.includes(method) ? "session" : "none";
}
