import { useTranslations } from "next-intl";
import { say } from "../../site/said.ts";
import { QuestionField } from "../hero/question-field.tsx";
import { Section } from "../section.tsx";
import type { BlockProps } from "../world.ts";

/** A search field of its own, anywhere on a page. */
export function Search({ block: { id, props }, world }: BlockProps<"search">) {
  const t = useTranslations("portal.blocks.search");
  return (
    <Section world={world} title={props.title} text={props.text} isNarrow>
      <QuestionField world={world} id={id} placeholder={say(world, props.placeholder).text || t("placeholder")} isBare />
    </Section>
  );
}
