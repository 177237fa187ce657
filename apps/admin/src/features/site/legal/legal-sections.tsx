"use client";
import type { PrivacyPurpose } from "@archipel/contracts/site-legal.ts";
import { useTranslations } from "next-intl";
import { Entries } from "../forms/entries.tsx";
import { useTitle } from "../things/use-title.ts";
import { useLegal } from "./legal-context.tsx";
import { LegalChoice, LegalLine, LegalText } from "./legal-fields.tsx";

const BASES = ["public-task", "obligation", "consent", "contract", "legitimate-interest"] as const;

export function PublisherSection() {
  const t = useTranslations("site-editor.legal.fields");
  return (
    <>
      <LegalLine path="publisher.name" label={t("publisher-name")} hint={t("publisher-name-hint")} />
      <LegalLine path="publisher.form" label={t("publisher-form")} hint={t("publisher-form-hint")} max={120} />
      <LegalLine path="publisher.address" label={t("address")} isLong max={500} />
      <LegalLine path="publisher.registration" label={t("registration")} hint={t("registration-hint")} max={60} />
      <LegalLine path="publisher.phone" label={t("phone")} type="tel" max={40} />
      <LegalLine path="publisher.mail" label={t("mail")} type="email" max={254} />
      <LegalLine path="director.name" label={t("director-name")} hint={t("director-name-hint")} />
      <LegalLine path="director.role" label={t("director-role")} />
    </>
  );
}

export function HostSection() {
  const t = useTranslations("site-editor.legal.fields");
  return (
    <>
      <LegalLine path="host.name" label={t("host-name")} hint={t("host-name-hint")} />
      <LegalLine path="host.address" label={t("address")} isLong max={500} />
      <LegalLine path="host.phone" label={t("phone")} type="tel" max={40} />
      <LegalLine path="host.site" label={t("site")} type="url" max={500} />
    </>
  );
}

export function ContactSection() {
  const t = useTranslations("site-editor.legal.fields");
  return (
    <>
      <LegalLine path="contact.mail" label={t("mail")} type="email" max={254} />
      <LegalLine path="contact.phone" label={t("phone")} type="tel" max={40} />
      <LegalLine path="contact.address" label={t("address")} isLong max={500} />
      <LegalLine path="contact.form" label={t("contact-form")} type="url" max={500} />
    </>
  );
}

export function PrivacySection() {
  const t = useTranslations("site-editor.legal.fields");
  const titleOf = useTitle();
  const { legal, put } = useLegal();
  return (
    <>
      <LegalLine path="privacy.controller" label={t("controller")} hint={t("controller-hint")} />
      <LegalLine path="privacy.officer.name" label={t("officer-name")} />
      <LegalLine path="privacy.officer.mail" label={t("officer-mail")} type="email" max={254} />
      <LegalLine path="privacy.officer.address" label={t("officer-address")} isLong max={500} />
      <h3 className="font-medium" data-where="privacy.purposes">
        {t("purposes")}
      </h3>
      <Entries<PrivacyPurpose>
        label={t("purposes")}
        items={legal.privacy.purposes}
        max={30}
        addLabel={t("addPurpose")}
        nameOf={({ purpose }, index) => titleOf(purpose) || t("purposeNumber", { number: index + 1 })}
        made={() => ({ purpose: {}, basis: "public-task", data: {}, kept: {}, recipients: {} })}
        onChange={(purposes) => put("privacy.purposes", purposes)}
      >
        {(_, index) => (
          <>
            <LegalText path={`privacy.purposes.${index}.purpose`} label={t("purpose")} hint={t("purpose-hint")} />
            <LegalChoice
              path={`privacy.purposes.${index}.basis`}
              label={t("basis")}
              options={BASES.map((value) => ({ value, label: t(`bases.${value}`) }))}
            />
            <LegalText path={`privacy.purposes.${index}.data`} label={t("data")} hint={t("data-hint")} max={600} isLong />
            <LegalText path={`privacy.purposes.${index}.kept`} label={t("kept")} hint={t("kept-hint")} />
            <LegalText path={`privacy.purposes.${index}.recipients`} label={t("recipients")} />
          </>
        )}
      </Entries>
      <LegalText path="privacy.more" label={t("privacy-more")} isMarkdown max={10_000} />
    </>
  );
}

export function ReuseSection() {
  const t = useTranslations("site-editor.legal.fields");
  return <LegalText path="reuse" label={t("reuse")} isMarkdown max={5_000} />;
}
