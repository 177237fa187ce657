import { SIGN_OUT_PATH } from "./sign-in-path.ts";

/** Signs out of every portal and the admin, from an entry of a menu. The page leaves for the site's home. */
export function signOut(): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = SIGN_OUT_PATH;
  document.body.append(form);
  form.submit();
}
