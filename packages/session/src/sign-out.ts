import { SIGN_OUT_NEXT, SIGN_OUT_PATH } from "./sign-in-path.ts";

/**
 * Signs out of every portal and the admin from a menu entry, then leaves for the site's home. It uses a script, since
 * `form-action 'self'` would block a form's redirect to the hub, where a site without public pages ends.
 */
export async function signOut(): Promise<void> {
  const response = await fetch(SIGN_OUT_PATH, { method: "POST", redirect: "manual" });
  window.location.assign(response.headers.get(SIGN_OUT_NEXT) ?? "/");
}
