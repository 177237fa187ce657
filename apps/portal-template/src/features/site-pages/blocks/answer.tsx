import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { QuestionField } from "../hero/question-field.tsx";
import { Section } from "../section.tsx";
import type { BlockProps } from "../world.ts";

/** A field for an address that opens what applies there; without answers on this portal, its map. */
export function Answer({ block: { id, props }, world }: BlockProps<"answer">) {
  const t = useTranslations("portal.blocks.answer");
  const { locale, site } = world;
  const action = site.portal.hasAnswers ? links.answer(locale) : links.map(locale);
  return (
    <Section world={world} title={props.title} text={props.text} ground="soft" isNarrow>
      <QuestionField world={world} id={id} placeholder={say(world, props.placeholder).text || t("placeholder")} action={action} isBare />
    </Section>
  );
}
