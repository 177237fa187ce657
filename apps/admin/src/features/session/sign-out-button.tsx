export { SignOutButton } from "@archipel/session/sign-out-button.tsx";
