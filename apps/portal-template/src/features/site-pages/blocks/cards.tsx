import { clsx } from "clsx";
import { ArrowRight } from "lucide-react";
import { BlockIcon } from "../../site/block-icon.tsx";
import { say } from "../../site/said.ts";
import { Lines } from "../heading.tsx";
import { isLink, LinkedHeading } from "../linked-heading.tsx";
import { ShownPicture } from "../picture.tsx";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

const COLUMNS = {
  two: "sm:grid-cols-2",
  three: "sm:grid-cols-2 lg:grid-cols-3",
  four: "sm:grid-cols-2 xl:grid-cols-4",
} as const;

/** Large cards, one per subject. */
export function Cards({ block: { props }, world }: BlockProps<"cards">) {
  const items = props.items
    .map((item) => ({ ...item, said: say(world, item.title), words: say(world, item.text) }))
    .filter(({ said, words }) => said.text || words.text);
  if (items.length === 0) return null;
  const level = levelBelow(say(world, props.title));
  const columns = props.columns === "auto" ? (items.length % 3 === 0 ? "three" : items.length === 2 ? "two" : "four") : props.columns;
  return (
    <Section world={world} title={props.title} text={props.text}>
      <ul className={clsx("grid gap-5", COLUMNS[columns])}>
        {items.map(({ said, words, icon, picture, link }, index) => {
          const isEntry = said.text !== "" && isLink(world, link);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
              key={index}
              className={clsx(
                "group relative flex flex-col overflow-hidden rounded-card border border-line bg-surface shadow-raised transition-[border-color] duration-150",
                isEntry && "hover:border-accent",
              )}
            >
              <ShownPicture
                picture={picture}
                world={world}
                sizes="(min-width: 80rem) 20rem, (min-width: 40rem) 50vw, 100vw"
                className="aspect-video w-full object-cover"
              />
              <div className="flex flex-1 flex-col p-6">
                {icon && (
                  <span className="mb-5 flex size-14 items-center justify-center rounded-card bg-accent-soft text-accent-ink">
                    <BlockIcon name={icon} className="size-8" />
                  </span>
                )}
                <LinkedHeading level={level} said={said} link={link} world={world} className="text-title" isCard />
                <Lines said={words} className="mt-2 flex-1 text-ink-muted" />
                {isEntry && (
                  <ArrowRight
                    aria-hidden
                    className="mt-5 size-6 text-accent-ink transition-transform duration-150 group-hover:translate-x-1"
                  />
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
