import { SanitisedHtml } from "@archipel/ui/sanitised-html.tsx";
import { htmlOf } from "../../site/html.ts";
import { say } from "../../site/said.ts";
import { Heading } from "../heading.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** A text to read, in the page's narrow column. */
export function Text({ block: { props }, world }: BlockProps<"text">) {
  const [title, text] = [say(world, props.title), say(world, props.text)];
  if (!title.text && !text.text) return null;
  return (
    <section className="mx-auto w-full max-w-7xl px-4 py-8 lg:px-8 lg:py-10">
      <Heading level={2} said={title} className="mb-4 break-words text-title lg:text-headline" />
      {text.text && (
        <div {...text.attrs}>
          <SanitisedHtml html={htmlOf(text.text, levelBelow(title))} />
        </div>
      )}
    </section>
  );
}
