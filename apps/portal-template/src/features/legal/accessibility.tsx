import { formatDate, formatShare } from "@archipel/i18n/format.ts";
import { useTranslations } from "next-intl";
import { say } from "../site/said.ts";
import type { LegalProps } from "./legal-props.ts";
import { Facts, MailLink, Section, WebLink, Written } from "./parts.tsx";

/** The accessibility statement, in the form that the RGAA asks for. */
export function Accessibility({ legal: { accessibility: stated }, rate, names, reader }: LegalProps) {
  const t = useTranslations("portal.legal");
  const { locale } = reader;
  const mail = stated.contact.mail || names.mail;
  const exemptions = stated.exemptions
    .map(({ content, reason }) => ({ reason, said: say(reader, content) }))
    .filter(({ said }) => said.text);
  return (
    <>
      <Section title={t("accessibility.state.title")}>
        <p>{t(`accessibility.states.${stated.state}`, { portal: names.portal, standard: stated.standard })}</p>
      </Section>
      {stated.state !== "not-assessed" && (
        <Section title={t("accessibility.results")}>
          <Facts
            lines={[
              rate !== null && t("accessibility.rate", { rate: formatShare(locale, rate), standard: stated.standard }),
              stated.auditor && t("accessibility.auditor", { auditor: stated.auditor }),
              stated.testedOn && t("accessibility.testedOn", { date: formatDate(locale, stated.testedOn) }),
            ]}
          />
        </Section>
      )}
      {(say(reader, stated.failures).text || exemptions.length > 0 || stated.state === "not-assessed") && (
        <Section title={t("accessibility.content.title")}>
          {stated.state === "not-assessed" && <p>{t("accessibility.content.text")}</p>}
          <Written texts={stated.failures} reader={reader} />
          {exemptions.length > 0 && (
            <ul>
              {exemptions.map(({ said, reason }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
                <li key={index}>
                  <span {...said.attrs}>{said.text}</span> ({t(`accessibility.reasons.${reason}`)})
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      <Section title={t("accessibility.alternatives.title")}>
        <p>{t("accessibility.alternatives.text")}</p>
      </Section>
      {(stated.sample.length > 0 || stated.tools.length > 0 || stated.declaredOn || stated.plan) && (
        <Section title={t("accessibility.establishment")}>
          {stated.declaredOn && <p>{t("accessibility.declaredOn", { date: formatDate(locale, stated.declaredOn) })}</p>}
          {stated.plan && (
            <p>
              <WebLink address={stated.plan}>{t("accessibility.plan")}</WebLink>
            </p>
          )}
          {stated.tools.length > 0 && <Listed title={t("accessibility.tools")} items={stated.tools} />}
          {stated.sample.length > 0 && <Listed title={t("accessibility.sample")} items={stated.sample.map(({ title }) => title)} />}
        </Section>
      )}
      <Section title={t("accessibility.report.title")}>
        <p>{t("accessibility.report.text")}</p>
        <Facts
          lines={[mail && <MailLink mail={mail} />, stated.contact.form && <WebLink address={stated.contact.form}>{t("form")}</WebLink>]}
        />
      </Section>
      <Section title={t("accessibility.recourse.title")}>
        <p>{t("accessibility.recourse.text")}</p>
      </Section>
    </>
  );
}

function Listed({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.filter(Boolean).map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
          <li key={index}>{item}</li>
        ))}
      </ul>
    </>
  );
}
