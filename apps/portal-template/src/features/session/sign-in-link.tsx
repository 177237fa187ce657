export { SignInLink } from "@archipel/session/sign-in-link.tsx";
