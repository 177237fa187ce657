import { formatDate } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { pageExpires } from "../../../runtime/drawing.ts";
import { say } from "../../site/said.ts";
import { Lines } from "../heading.tsx";
import { LinkedHeading } from "../linked-heading.tsx";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Dates to know, in their order; those that have passed are said to. */
export function Agenda({ block: { props }, world }: BlockProps<"agenda">) {
  const t = useTranslations("portal.blocks.agenda");
  const today = new Date().toISOString().slice(0, 10);
  // Tomorrow, another date has passed.
  pageExpires(new Date(Date.parse(today) + DAY_MS));
  const items = props.items
    .map((item) => ({ ...item, said: say(world, item.title), words: say(world, item.text) }))
    .filter(({ said, words }) => said.text || words.text)
    .toSorted((a, b) => (a.date ?? "9").localeCompare(b.date ?? "9"));
  if (items.length === 0) return null;
  const level = levelBelow(say(world, props.title));
  return (
    <Section world={world} title={props.title}>
      <ul className="divide-y divide-line border-line border-y">
        {items.map(({ date, said, words, link }, index) => {
          const isPast = date !== undefined && date < today;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
            <li key={index} className="grid gap-x-8 gap-y-1 py-5 sm:grid-cols-[13rem_1fr]">
              <p className={clsx("figures", isPast ? "text-ink-muted" : "font-medium text-accent-ink")}>
                {date && <time dateTime={date}>{formatDate(world.locale, date)}</time>}
                {isPast && <span className="block text-small">{t("past")}</span>}
              </p>
              <div className="min-w-0">
                <LinkedHeading level={level} said={said} link={link} world={world} />
                <Lines said={words} className="mt-1 max-w-prose text-ink-muted" />
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
