import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { ChevronDown } from "lucide-react";
import { htmlOf } from "../../site/html.ts";
import { say } from "../../site/said.ts";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** Questions whose answers open below them; the browser's own search finds closed answers too. */
export function Faq({ block: { props }, world }: BlockProps<"faq">) {
  const items = props.items
    .map(({ question, answer }) => ({ question: say(world, question), answer: say(world, answer) }))
    .filter(({ question }) => question.text);
  if (items.length === 0) return null;
  const from = levelBelow(say(world, props.title));
  return (
    <Section world={world} title={props.title} text={props.text} isNarrow>
      <div className="divide-y divide-line border-line border-y">
        {items.map(({ question, answer }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
          <details key={index} className="group">
            <summary className="flex min-h-14 list-none items-center justify-between gap-4 py-3 font-medium text-large [&::-webkit-details-marker]:hidden">
              <span {...question.attrs} className="min-w-0 break-words">
                {question.text}
              </span>
              <ChevronDown
                aria-hidden
                className="size-5 shrink-0 text-accent-ink transition-transform duration-150 group-open:rotate-180"
              />
            </summary>
            {answer.text && (
              <div {...answer.attrs} className="pr-9 pb-5">
                <SanitisedHtml html={htmlOf(answer.text, from)} />
              </div>
            )}
          </details>
        ))}
      </div>
    </Section>
  );
}
