import { messagesOf } from "@archipel/i18n/messages.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { UserRound } from "lucide-react";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { SessionWatcher } from "../session/session-watcher.tsx";
import { SignInLink } from "../session/sign-in-link.tsx";
import { SignOutButton } from "../session/sign-out-button.tsx";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { loadMe } from "./loaders.ts";
import { Memberships } from "./memberships.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";

export async function AccountPage() {
  const [locale, t, session] = await Promise.all([getLocale(), getTranslations("portal.account"), currentSession()]);
  const me = session && (await loadMe());
  if (!me) {
    return (
      <PageFrame isNarrow>
        <PageTitle>{t("title")}</PageTitle>
        <EmptyState
          icon={<UserRound aria-hidden className="size-10" />}
          title={t("signedOut.title")}
          action={
            <SignInLink callbackUrl={links.account(locale)} locale={locale} className={buttonClass({ tone: "primary" })}>
              {t("signedOut.action")}
            </SignInLink>
          }
        >
          {t("signedOut.text")}
        </EmptyState>
      </PageFrame>
    );
  }
  return (
    <PageFrame isNarrow>
      <SessionWatcher />
      <PageTitle intro={t("intro")}>{t("title")}</PageTitle>
      <NextIntlClientProvider messages={messagesOf(locale, ["portal", "common", "errors"])}>
        <ApiProvider>
          <div className="space-y-6">
            <Card title={t("profile.title")}>
              <ProfileForm me={{ name: me.name, email: me.email, locale: me.locale }} />
            </Card>
            <Card title={t("password.title")}>
              <PasswordForm />
            </Card>
            <Card title={t("communities.title")}>
              <Memberships communities={me.communities} />
            </Card>
            <Card title={t("signOut.title")}>
              <p className="mb-4 max-w-prose text-ink-muted">{t("signOut.text")}</p>
              <SignOutButton className={buttonClass()}>{t("signOut.action")}</SignOutButton>
            </Card>
          </div>
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="rounded-card border border-line bg-surface p-6">
      <h2 className="mb-4 text-title">{title}</h2>
      {children}
    </section>
  );
}
