import { SignInLink } from "@archipel/session/sign-in-link.tsx";
import { SignOutButton } from "@archipel/session/sign-out-button.tsx";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ApiProvider } from "../../api/api.ts";

interface InvitedPersonProps {
  readonly code: string;
  /** The invited address. */
  readonly email: string;
  /** The address of the signed-in person; null when nobody is signed in. */
  readonly signedInAs: string | null;
  /** Where a sign-in returns to. */
  readonly page: string;
  /** What the invited person does, signed in. */
  readonly children: ReactNode;
}

/** The next step of an invited person: to sign in, to sign in with the other account, or to accept. */
export function InvitedPerson({ code, email, signedInAs, page, children }: InvitedPersonProps) {
  const t = useTranslations("admin.invitation");
  if (signedInAs === email) return <ApiProvider>{children}</ApiProvider>;
  if (signedInAs !== null) {
    return (
      <Alert
        tone="warning"
        title={t("otherAccount", { account: signedInAs })}
        repair={t("otherAccountRepair", { email })}
        action={<SignOutButton className={buttonClass()}>{t("signOut")}</SignOutButton>}
      />
    );
  }
  return (
    <>
      <p className="max-w-prose text-ink-muted">{t("signInText")}</p>
      <SignInLink callbackUrl={page} email={email} invitation={code} className={buttonClass({ tone: "primary" })}>
        {t("signIn")}
      </SignInLink>
    </>
  );
}
