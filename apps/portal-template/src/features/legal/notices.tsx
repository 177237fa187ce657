import { useTranslations } from "next-intl";
import type { LegalProps } from "./legal-props.ts";
import { Facts, MailLink, Section, WebLink, Written } from "./parts.tsx";

/** Who publishes the site, who answers for it, who hosts it. */
export function Notices({ legal: { publisher, director, host, contact, reuse }, names, reader }: LegalProps) {
  const t = useTranslations("portal.legal");
  return (
    <>
      <Section title={t("notices.publisher.title")}>
        <Facts
          lines={[
            t("notices.publisher.text", names),
            publisher.form,
            publisher.address,
            publisher.registration && t("notices.publisher.registration", { number: publisher.registration }),
            publisher.phone && t("phone", { phone: publisher.phone }),
            publisher.mail && <MailLink mail={publisher.mail} />,
          ]}
        />
      </Section>
      <Section title={t("notices.director.title")}>
        <Facts lines={[director.name && (director.role ? `${director.name}, ${director.role}` : director.name)]} />
      </Section>
      <Section title={t("notices.hosting.title")}>
        <Facts
          lines={[host.name, host.address, host.phone && t("phone", { phone: host.phone }), host.site && <WebLink address={host.site} />]}
        />
      </Section>
      <Section title={t("notices.contact.title")}>
        <Facts
          lines={[
            names.mail && <MailLink mail={names.mail} />,
            contact.phone && t("phone", { phone: contact.phone }),
            contact.address,
            contact.form && <WebLink address={contact.form}>{t("form")}</WebLink>,
          ]}
        />
      </Section>
      <Section title={t("notices.data.title")}>
        <p>{t("notices.data.text")}</p>
      </Section>
      <Section title={t("notices.property.title")}>
        <p>{t("notices.property.text", names)}</p>
        <Written texts={reuse} reader={reader} />
      </Section>
    </>
  );
}
