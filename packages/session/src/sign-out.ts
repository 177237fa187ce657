import { SIGN_OUT_PATH } from "./sign-in-path.ts";

/**
 * Signs out of every portal and the admin, from an entry of a menu. The page leaves for the site's home; by script, since a form's
 * redirects may not lead to the hub (`form-action 'self'`), where a site without public pages ends.
 */
export async function signOut(): Promise<void> {
  await fetch(SIGN_OUT_PATH, { method: "POST", redirect: "manual" });
  window.location.assign("/");
}
