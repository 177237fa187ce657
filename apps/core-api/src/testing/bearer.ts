/** The headers of a request with a credential (a key, or a session's token: in tests a person's id); no headers for a visitor. */
export function bearer(credential: string | null | undefined): Record<string, string> {
  return credential ? { authorization: `Bearer ${credential}` } : {};
}
