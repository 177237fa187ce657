import { AccountDeletion } from "@archipel/account/account-deletion.tsx";
import { AccountJournal } from "@archipel/account/account-journal.tsx";
import { AddressForm } from "@archipel/account/address-form.tsx";
import { Allowed } from "@archipel/account/applications/allowed.tsx";
import { Keys } from "@archipel/account/keys/keys.tsx";
import { OwnData } from "@archipel/account/own-data.tsx";
import { Passkeys } from "@archipel/account/passkeys/passkeys.tsx";
import { SecondFactor } from "@archipel/account/second-factor/second-factor.tsx";
import { Sessions } from "@archipel/account/sessions/sessions.tsx";
import { WaysIn } from "@archipel/account/ways-in/ways-in.tsx";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { portalClientId } from "@archipel/session/client-keys.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { redirect } from "next/navigation";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { links } from "../../links.ts";
import { FollowsList } from "../follows/follows-list.tsx";
import { loadMyFollows } from "../follows/loaders.ts";
import { loadOpened } from "../grants/loaders.ts";
import { OpenedData } from "../grants/opened-data.tsx";
import { loadOwnGroups } from "../groups/loaders.ts";
import { OwnGroups } from "../groups/own-groups.tsx";
import { loadOwnOrganisations } from "../organisations/loaders.ts";
import { OwnOrganisations } from "../organisations/own-organisations.tsx";
import { loadMyReports, loadReporting } from "../reports/loaders.ts";
import { loadOwnRequests } from "../requests/loaders.ts";
import { OwnRequests } from "../requests/own-requests.tsx";
import { SignOutButton } from "../session/sign-out-button.tsx";
import { PageFrame, PageTitle } from "../site/page-frame.tsx";
import { Contributions } from "./contributions.tsx";
import { loadMe, loadMyContributions } from "./loaders.ts";
import { Memberships } from "./memberships.tsx";
import { NotificationsSection } from "./notifications-section.tsx";
import { OwnAccount } from "./own-account.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { Reports } from "./reports.tsx";

export async function AccountPage({ portal: { id: portalId, slug } }: { readonly portal: { readonly id: string; readonly slug: string } }) {
  const clientId = portalClientId(slug);
  const [locale, t, ti, tk, tJournal, tAllowed, tNotices, session] = await Promise.all([
    getLocale(),
    getTranslations("portal.account"),
    getTranslations("identity"),
    getTranslations("common.keys"),
    getTranslations("common.journal"),
    getTranslations("access.allowed"),
    getTranslations("notifications"),
    currentSession(),
  ]);
  // A visitor who is not signed in is redirected to the hub, and returns here.
  const me = session && (await loadMe());
  if (!me) redirect(signInPath(links.account(locale), locale));
  const [contributions, reports, reporting, requests, opened, groups, organisations, tReports, follows, tFollows] = await Promise.all([
    loadMyContributions(portalId),
    loadMyReports(portalId),
    loadReporting(portalId),
    loadOwnRequests(),
    loadOpened(portalId),
    loadOwnGroups(),
    loadOwnOrganisations(),
    getTranslations("reports.account"),
    loadMyFollows(locale),
    getTranslations("follows.account"),
  ]);
  return (
    <PageFrame isNarrow>
      <PageTitle intro={t("intro")}>{t("title")}</PageTitle>
      <NextIntlClientProvider
        messages={messagesOf(locale, [
          ...([
            "access",
            "portal",
            "common",
            "errors",
            "follows",
            "groups",
            "identity",
            "notifications",
            "organisations",
            "requests",
          ] as const),
        ])}
      >
        <ApiProvider>
          <div className="space-y-6">
            <Card id="contributions" title={t("contributions.title")}>
              <Contributions contributions={contributions} />
            </Card>
            <Card id="reports" title={tReports("title")}>
              <Reports reports={reports} reporting={reporting} />
            </Card>
            <Card id="follows" title={tFollows("title")}>
              <FollowsList follows={follows} />
            </Card>
            <Card id="notices" title={tNotices("title")}>
              <OwnAccount>
                <NotificationsSection />
              </OwnAccount>
            </Card>
            <Card title={t("profile.title")}>
              <ProfileForm me={{ name: me.name, email: me.email, locale: me.locale }} />
            </Card>
            <Card title={t("password.title")}>
              <PasswordForm />
            </Card>
            <Card id="passkeys" title={ti("passkeys.title")}>
              <OwnAccount clientId={clientId}>
                <Passkeys />
              </OwnAccount>
            </Card>
            <Card id="second-factor" title={ti("secondFactor.title")}>
              <OwnAccount>
                <SecondFactor email={me.email} />
              </OwnAccount>
            </Card>
            <Card id="ways-in" title={ti("waysIn.title")}>
              <OwnAccount clientId={clientId}>
                <WaysIn />
              </OwnAccount>
            </Card>
            <Card id="sessions" title={ti("sessions.title")}>
              <OwnAccount>
                <Sessions />
              </OwnAccount>
            </Card>
            <Card id="address" title={ti("address.title")}>
              <OwnAccount clientId={clientId}>
                <AddressForm email={me.email} />
              </OwnAccount>
            </Card>
            <Card id="keys" title={tk("title")}>
              <OwnAccount>
                <Keys />
              </OwnAccount>
            </Card>
            <Card id="applications" title={tAllowed("title")}>
              <OwnAccount>
                <Allowed />
              </OwnAccount>
            </Card>
            <Card id="journal" title={tJournal("title")}>
              <OwnAccount>
                <AccountJournal />
              </OwnAccount>
            </Card>
            <Card id="communities" title={t("communities.title")}>
              <Memberships communities={me.communities} />
              <OwnRequests requests={requests} />
              <OwnGroups groups={groups} />
              <OwnOrganisations organisations={organisations} />
              <OpenedData opened={opened} />
            </Card>
            <Card id="data" title={ti("data.title")}>
              <OwnAccount clientId={clientId}>
                <OwnData />
              </OwnAccount>
            </Card>
            <Card title={t("signOut.title")}>
              <p className="mb-4 max-w-prose text-ink-muted">{t("signOut.text")}</p>
              <SignOutButton className={buttonClass()}>{t("signOut.action")}</SignOutButton>
            </Card>
            <Card id="deletion" title={ti("deletion.title")}>
              <OwnAccount clientId={clientId}>
                <AccountDeletion />
              </OwnAccount>
            </Card>
          </div>
        </ApiProvider>
      </NextIntlClientProvider>
    </PageFrame>
  );
}

function Card({ id, title, children }: { readonly id?: string; readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section id={id} className="rounded-card border border-line bg-surface p-4 sm:p-6">
      <h2 className="mb-4 text-title">{title}</h2>
      {children}
    </section>
  );
}
