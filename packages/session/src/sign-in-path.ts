/** Who is expected to sign in: the address that the hub fills into its forms, and the code of the invitation that was mailed to it. */
export interface ExpectedPerson {
  readonly email?: string | undefined;
  readonly invitation?: string | undefined;
}

/** Address that starts a sign-in and returns to `callbackUrl`, a path of this site. */
export function signInPath(callbackUrl: string, locale?: "fr" | "en", { email, invitation }: ExpectedPerson = {}): string {
  const query = new URLSearchParams({ callbackUrl, ...(locale && { locale }), ...(email && { email }), ...(invitation && { invitation }) });
  return `/api/session/sign-in?${query}`;
}

export const SIGN_OUT_PATH = "/api/session/sign-out";
/** The header of its answer that names where a sign-out goes on. */
export const SIGN_OUT_NEXT = "x-archipel-next";
export const SESSION_PATH = "/api/session";
