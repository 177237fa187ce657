import { useTranslations } from "next-intl";
import { say } from "../site/said.ts";
import type { LegalProps } from "./legal-props.ts";
import { Facts, MailLink, Section, Written } from "./parts.tsx";

/** What the platform deletes by itself, in the order of the page. The figures are those of `docs/operators/personal-data.md`. */
const PERIODS = ["account", "unconfirmed", "session", "invitations", "requests", "notices", "reporters", "networks", "archives"] as const;

/** Who processes which personal data, what for, and which rights people have. */
export function Privacy({ legal: { privacy }, names, reader }: LegalProps) {
  const t = useTranslations("portal.legal");
  const { officer } = privacy;
  const purposes = privacy.purposes.map((purpose) => ({
    basis: purpose.basis,
    purpose: say(reader, purpose.purpose),
    data: say(reader, purpose.data),
    kept: say(reader, purpose.kept),
    recipients: say(reader, purpose.recipients),
  }));
  const rows = ["data", "kept", "recipients"] as const;
  const mail = officer.mail || names.mail;
  return (
    <>
      <Section title={t("privacy.controller.title")}>
        <p>{t("privacy.controller.text", { community: privacy.controller || names.community })}</p>
      </Section>
      <Section title={t("privacy.officer")}>
        <Facts lines={[officer.name, officer.mail && <MailLink mail={officer.mail} />, officer.address]} />
      </Section>
      <Section title={t("privacy.collected.title")}>
        <p>{t("privacy.collected.text")}</p>
        <p>{t("privacy.purposes.text")}</p>
      </Section>
      <Section title={t("privacy.retention.title")}>
        <p>{t("privacy.retention.text")}</p>
        <ul className="list-disc space-y-1 pl-5">
          {PERIODS.map((period) => (
            <li key={period}>{t(`privacy.retention.periods.${period}`)}</li>
          ))}
        </ul>
      </Section>
      {purposes.some(({ purpose }) => purpose.text) && (
        <Section title={t("privacy.stated")}>
          {purposes
            .filter(({ purpose }) => purpose.text)
            .map(({ purpose, basis, ...said }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
              <div key={index} className="rounded-card border border-line bg-surface p-4">
                <h3 {...purpose.attrs} className="mt-0! text-large">
                  {purpose.text}
                </h3>
                <dl className="mt-2 grid gap-x-6 gap-y-1 text-small sm:grid-cols-[10rem_1fr]">
                  <dt className="text-ink-muted">{t("privacy.basis")}</dt>
                  <dd>{t(`privacy.bases.${basis}`)}</dd>
                  {rows
                    .filter((row) => said[row].text)
                    .map((row) => (
                      <div key={row} className="contents">
                        <dt className="text-ink-muted">{t(`privacy.${row}`)}</dt>
                        <dd {...said[row].attrs} className="whitespace-pre-line break-words">
                          {said[row].text}
                        </dd>
                      </div>
                    ))}
                </dl>
              </div>
            ))}
        </Section>
      )}
      <Written texts={privacy.more} reader={reader} />
      <Section title={t("privacy.rights.title")}>
        <p>{mail ? t("privacy.rights.text", { contact: mail }) : t("privacy.rights.noContact")}</p>
      </Section>
    </>
  );
}
