import type { ReactNode } from "react";
import { SIGN_OUT_PATH } from "./sign-in-path.ts";

interface SignOutButtonProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/** Signs out of every portal and the admin. A plain form, so that it works before the page's scripts have loaded. */
export function SignOutButton({ className, children }: SignOutButtonProps) {
  return (
    <form method="post" action={SIGN_OUT_PATH}>
      <button type="submit" className={className}>
        {children}
      </button>
    </form>
  );
}
