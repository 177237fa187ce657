import { useTranslations } from "next-intl";
import { Section } from "./parts.tsx";

/** Which cookies the platform sets: the same on every portal. */
export function Cookies() {
  const t = useTranslations("portal.legal.cookies");
  return (["which", "none", "choice"] as const).map((part) => (
    <Section key={part} title={t(`${part}.title`)}>
      <p>{t(`${part}.text`)}</p>
    </Section>
  ));
}
