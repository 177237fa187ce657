import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { useLevelWord } from "../../answers/card/level-mark.tsx";
import { queryOf } from "../../answers/place-query.ts";
import type { ExampleAnswer } from "../example-answer.ts";
import { Heading, Lines } from "../heading.tsx";
import { pictureOf, ShownPicture } from "../picture.tsx";
import type { BlockWorld } from "../world.ts";
import type { OpeningProps } from "./opening.ts";

const BAR = ["bg-severity-1", "bg-severity-2", "bg-severity-3", "bg-severity-4"] as const;

/** The search field on the left; on the right a picture, or a real answer of the portal as an example. */
export function SplitHero({ block, world, opening: { title, hint, tagline }, field }: OpeningProps) {
  const { picture } = block.props;
  const hasPicture = pictureOf(world, picture) !== undefined;
  const { example } = world.found;
  return (
    <section className="border-line border-b bg-accent-soft">
      <div
        className={clsx(
          "mx-auto grid max-w-7xl grid-cols-1 items-center gap-10 px-4 py-12 lg:px-8 lg:py-20",
          (hasPicture || example) && "lg:grid-cols-[1.15fr_1fr]",
        )}
      >
        <div className={clsx("min-w-0", !hasPicture && !example && "max-w-3xl")}>
          <p className="font-medium text-accent-ink">{tagline}</p>
          <Heading level={1} said={title} className="mt-3 break-words text-hero tracking-tight" />
          <Lines said={hint} className="mt-5 max-w-prose text-ink text-large" />
          {field && <div className="mt-8">{field}</div>}
        </div>
        {hasPicture ? (
          <ShownPicture
            picture={picture}
            world={world}
            sizes="(min-width: 64rem) 36rem, 100vw"
            isFirst
            className="aspect-4/3 w-full rounded-card object-cover shadow-raised"
          />
        ) : (
          example && <Example example={example} world={world} />
        )}
      </div>
    </section>
  );
}

/** What the portal answers at a place of its own, as levels in words and bars. */
function Example({ example: { place, label, themes }, world }: { readonly example: ExampleAnswer; readonly world: BlockWorld }) {
  const t = useTranslations("portal.home.example");
  const levelWord = useLevelWord();
  return (
    <figure className="rounded-card border border-line bg-surface p-6 shadow-raised sm:p-8">
      <figcaption className="text-ink-muted text-small">{t("caption")}</figcaption>
      <p className="mt-1 font-title text-title" style={{ fontWeight: "var(--a-title-weight)" }}>
        <a
          href={links.answer(world.locale, queryOf(place))}
          className="break-words text-ink underline decoration-accent underline-offset-6 hover:text-accent-ink"
        >
          {label}
        </a>
      </p>
      <ul className="mt-5 divide-y divide-line">
        {themes.map(({ key, title, question, level }) => (
          <li key={key} className="py-4">
            <div className="flex flex-col justify-between gap-x-4 sm:flex-row">
              <span {...title.attrs} className="min-w-0 break-words">
                {title.text}
              </span>
              <span className="shrink-0 font-medium">{levelWord(question, level)}</span>
            </div>
            <div aria-hidden className="mt-2 grid grid-cols-4 gap-1">
              {[1, 2, 3, 4].map((step) => (
                <span
                  key={step}
                  className={clsx("h-2.5 rounded-full", step <= level ? BAR[level - 1] : "bg-sunken outline outline-line")}
                />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </figure>
  );
}
