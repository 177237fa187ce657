import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { LinkButtons, shownButtons } from "../link-buttons.tsx";
import { pictureOf } from "../picture.tsx";
import type { BlockProps } from "../world.ts";
import { ImmersiveHero } from "./immersive-hero.tsx";
import { openingWords } from "./opening.ts";
import { PictureHero } from "./picture-hero.tsx";
import { PlainHero } from "./plain-hero.tsx";
import { PlanHero } from "./plan-hero.tsx";
import { QuestionField } from "./question-field.tsx";
import { SplitHero } from "./split-hero.tsx";

const LAYOUTS = { plain: PlainHero, plan: PlanHero, split: SplitHero, immersive: ImmersiveHero, picture: PictureHero } as const;

/** The opening of a page in the layout that its author chose; without its picture, a picture's opening is plain. */
export function Hero({ block, world }: BlockProps<"hero">) {
  const t = useTranslations("portal.blocks");
  const { props } = block;
  const layout = props.layout === "picture" && !pictureOf(world, props.picture) ? "plain" : props.layout;
  const Layout = LAYOUTS[layout];
  const examples = props.examples.map(({ text }) => say(world, text)).filter(({ text }) => text);
  const field = props.hasSearch && (
    <div className="w-full">
      <QuestionField
        world={world}
        id={block.id}
        placeholder={say(world, props.placeholder).text || t("search.placeholder")}
        isAbove={layout === "immersive"}
      />
      {examples.length > 0 && (
        <p className={clsx("mt-2 flex flex-wrap gap-x-3 gap-y-1 text-ink-muted", layout === "plain" && "justify-center")}>
          {t("examples")}
          {examples.map(({ text, attrs }) => (
            <a
              key={text}
              {...attrs}
              href={links.map(world.locale, { q: text })}
              className="inline-flex min-h-6 items-center break-words text-accent-ink underline underline-offset-4"
            >
              {text}
            </a>
          ))}
        </p>
      )}
    </div>
  );
  const buttons = shownButtons(world, props.buttons);
  // Beside a search field, whose button is the main one, these are below it.
  const acts = buttons.length > 0 && (
    <div className={clsx(field && "mt-4", layout === "plain" && "flex justify-center")}>
      <LinkButtons world={world} buttons={buttons} isSecondary={props.hasSearch} />
    </div>
  );
  return (
    <Layout
      block={block}
      world={world}
      opening={openingWords(block, world)}
      field={
        (field || acts) && (
          <div className="w-full">
            {field}
            {acts}
          </div>
        )
      }
    />
  );
}
