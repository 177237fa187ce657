import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import { LinkButtons, shownButtons } from "../link-buttons.tsx";
import type { BlockProps } from "../world.ts";

/** A call to do something: a sentence and one or two buttons. A button that leads nowhere is left out. */
export function Call({ block: { props }, world }: BlockProps<"call">) {
  const [title, text] = [say(world, props.title), say(world, props.text)];
  const buttons = shownButtons(world, props.buttons);
  if (!title.text && !text.text && buttons.length === 0) return null;
  return (
    <section className="border-line border-y bg-accent-soft">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-12 gap-y-6 px-4 py-10 lg:px-8 lg:py-12">
        <div className="min-w-0 max-w-prose">
          <Heading level={2} said={title} className="break-words text-title lg:text-headline" />
          <Lines said={text} className="mt-2" />
        </div>
        {buttons.length > 0 && <LinkButtons world={world} buttons={buttons} />}
      </div>
    </section>
  );
}
