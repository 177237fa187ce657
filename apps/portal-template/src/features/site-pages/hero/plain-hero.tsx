import { Heading, Lines } from "../heading.tsx";
import type { OpeningProps } from "./opening.ts";

/** The search field alone, centred: a neutral start for a community. */
export function PlainHero({ opening: { title, hint, tagline }, field }: OpeningProps) {
  return (
    <section className="border-line border-b bg-surface">
      <div className="mx-auto flex max-w-3xl flex-col items-center px-4 py-16 text-center lg:py-24">
        <Heading level={1} said={title} className="max-w-full break-words text-hero" />
        <Lines said={hint.text ? hint : { text: tagline, attrs: {} }} className="mt-4 text-ink-muted text-large" />
        {field && <div className="mt-8 flex w-full justify-center">{field}</div>}
      </div>
    </section>
  );
}
