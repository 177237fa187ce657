import { clsx } from "clsx";
import { BlockIcon } from "../../site/block-icon.tsx";
import { say } from "../../site/said.ts";
import { Lines } from "../heading.tsx";
import { LinkedHeading } from "../linked-heading.tsx";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** Steps in their order. */
export function Steps({ block: { props }, world }: BlockProps<"steps">) {
  const items = props.items
    .map((item) => ({ ...item, said: say(world, item.title), words: say(world, item.text) }))
    .filter(({ said, words }) => said.text || words.text);
  if (items.length === 0) return null;
  const level = levelBelow(say(world, props.title));
  return (
    <Section world={world} title={props.title} text={props.text}>
      <ol
        className={clsx(
          "grid gap-x-10 gap-y-8",
          items.length % 3 === 0 || items.length > 4
            ? "md:grid-cols-3"
            : items.length === 4
              ? "sm:grid-cols-2 lg:grid-cols-4"
              : "sm:grid-cols-2",
        )}
      >
        {items.map(({ said, words, icon, link }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of a page that is drawn once
          <li key={index} className="relative border-accent border-t-2 pt-5">
            <div className="flex items-baseline justify-between gap-4">
              <LinkedHeading level={level} said={said} link={link} world={world} className="text-title" />
              <span aria-hidden className="figures ml-auto text-ink-muted text-large">
                {icon ? <BlockIcon name={icon} className="size-6 text-accent-ink" /> : index + 1}
              </span>
            </div>
            <Lines said={words} className="mt-2 text-ink-muted" />
          </li>
        ))}
      </ol>
    </Section>
  );
}
