import { SESSION_PATH } from "./sign-in-path.ts";

/** Whether this browser is signed in on this site. Null when the site does not answer: being offline says nothing. */
export async function isSignedIn(): Promise<boolean | null> {
  try {
    const response = await fetch(SESSION_PATH, { cache: "no-store" });
    const state: { isSignedIn?: boolean } = response.ok ? await response.json() : {};
    return state.isSignedIn ?? null;
  } catch {
    return null;
  }
}
