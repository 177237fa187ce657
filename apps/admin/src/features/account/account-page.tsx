"use client";
import { AccountDeletion } from "@archipel/account/account-deletion.tsx";
import { AccountJournal } from "@archipel/account/account-journal.tsx";
import { AddressForm } from "@archipel/account/address-form.tsx";
import { Allowed } from "@archipel/account/applications/allowed.tsx";
import { OwnApplications } from "@archipel/account/applications/own-applications.tsx";
import { Keys } from "@archipel/account/keys/keys.tsx";
import { OwnData } from "@archipel/account/own-data.tsx";
import { Passkeys } from "@archipel/account/passkeys/passkeys.tsx";
import { SecondFactor } from "@archipel/account/second-factor/second-factor.tsx";
import { Sessions } from "@archipel/account/sessions/sessions.tsx";
import { WaysIn } from "@archipel/account/ways-in/ways-in.tsx";
import { useTranslations } from "next-intl";
import { useMe } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { type PageTab, PageTabs } from "../../kit/page-tabs.tsx";
import { NotificationsSection } from "../notifications/notifications-section.tsx";
import { OwnOrganisations } from "../organisations/own-organisations.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";

/** The person's own account, the same on every portal. */
export function AccountPage() {
  const t = useTranslations("admin.account");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <PageTabs label={t("tabs.label")} tabs={useAccountTabs()} />
    </>
  );
}

function useAccountTabs(): readonly PageTab[] {
  const t = useTranslations("admin.account.tabs");
  const ti = useTranslations("identity");
  const tk = useTranslations("common.keys");
  const tx = useTranslations("access");
  const to = useTranslations("organisations.own");
  const tj = useTranslations("common.journal");
  const { email } = useMe();
  return [
    {
      value: "profile",
      label: t("profile"),
      parts: ["address", "organisations"],
      content: (
        <>
          <ProfileForm />
          <Part id="address" title={ti("address.title")}>
            <AddressForm email={email} />
          </Part>
          <Part id="organisations" title={to("title")}>
            <OwnOrganisations />
          </Part>
        </>
      ),
    },
    {
      value: "security",
      label: t("security"),
      parts: ["passkeys", "second-factor", "ways-in", "sessions", "journal"],
      content: (
        <>
          <PasswordForm />
          <Part id="passkeys" title={ti("passkeys.title")}>
            <Passkeys />
          </Part>
          <Part id="second-factor" title={ti("secondFactor.title")}>
            <SecondFactor email={email} />
          </Part>
          <Part id="ways-in" title={ti("waysIn.title")}>
            <WaysIn />
          </Part>
          <Part id="sessions" title={ti("sessions.title")}>
            <Sessions />
          </Part>
          <Part id="journal" title={tj("title")}>
            <AccountJournal />
          </Part>
        </>
      ),
    },
    { value: "notifications", label: t("notifications"), parts: ["notices"], content: <NotificationsSection /> },
    {
      value: "programs",
      label: t("programs"),
      parts: ["keys", "applications"],
      content: (
        <>
          <Part id="keys" title={tk("title")}>
            <Keys />
          </Part>
          <Part id="applications" title={tx("allowed.title")}>
            <Allowed />
            <h3 className="font-medium">{tx("applications.own")}</h3>
            <OwnApplications />
          </Part>
        </>
      ),
    },
    {
      value: "data",
      label: t("data"),
      parts: ["data", "deletion"],
      content: (
        <>
          <Part id="data" title={ti("data.title")}>
            <OwnData />
          </Part>
          <Part id="deletion" title={ti("deletion.title")}>
            <AccountDeletion />
          </Part>
        </>
      ),
    },
  ];
}

function Part({ id, title, children }: { readonly id: string; readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section id={id} className="flex max-w-2xl scroll-mt-4 flex-col gap-4 border-line border-t pt-6 first:border-t-0 first:pt-0">
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}
