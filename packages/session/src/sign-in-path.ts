/** Where a link or a redirect starts a sign-in that comes back to `callbackUrl`, a path of this site. */
export function signInPath(callbackUrl: string, locale?: "fr" | "en"): string {
  const query = new URLSearchParams({ callbackUrl, ...(locale ? { locale } : {}) });
  return `/api/session/sign-in?${query}`;
}

export const SIGN_OUT_PATH = "/api/session/sign-out";
export const SESSION_PATH = "/api/session";
