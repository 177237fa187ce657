import type { ReactNode } from "react";
import { signInPath } from "./sign-in-path.ts";

interface SignInLinkProps {
  /** The page to return to, a path of this site. */
  readonly callbackUrl: string;
  readonly locale?: "fr" | "en";
  /** The address that the person is expected to use. */
  readonly email?: string;
  /** The code of the invitation that was mailed to that address: a new account then needs no second mail. */
  readonly invitation?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Leads to the identity hub; people already signed in there return at once. A full navigation, never prefetched. */
export function SignInLink({ callbackUrl, locale, email, invitation, className, children }: SignInLinkProps) {
  return (
    <a href={signInPath(callbackUrl, locale, { email, invitation })} className={className} rel="nofollow">
      {children}
    </a>
  );
}
