export { signOut } from "@archipel/session/sign-out.ts";
