/** Address that starts a sign-in and returns to `callbackUrl`, a path of this site; the hub fills `email` into its forms. */
export function signInPath(callbackUrl: string, locale?: "fr" | "en", email?: string): string {
  const query = new URLSearchParams({ callbackUrl, ...(locale ? { locale } : {}), ...(email ? { email } : {}) });
  return `/api/session/sign-in?${query}`;
}

export const SIGN_OUT_PATH = "/api/session/sign-out";
export const SESSION_PATH = "/api/session";
