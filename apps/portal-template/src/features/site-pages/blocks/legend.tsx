import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import type { BlockProps } from "../world.ts";

/** A legend: swatch and code beside their meaning. */
export function Legend({ block: { props }, world }: BlockProps<"legend">) {
  const items = props.items
    .map(({ colour, code, title, text }) => ({ colour, code: say(world, code), title: say(world, title), text: say(world, text) }))
    .filter(({ title }) => title.text);
  if (items.length === 0) return null;
  return (
    <section className="border-line border-y bg-sunken">
      <div className="mx-auto grid max-w-7xl gap-x-16 gap-y-6 px-4 py-10 lg:grid-cols-[1fr_2fr] lg:px-8 lg:py-14">
        <div className="min-w-0">
          <Heading level={2} said={say(world, props.title)} className="break-words text-title lg:text-headline" />
          <Lines said={say(world, props.text)} className="mt-3 text-ink-muted" />
        </div>
        <dl className="min-w-0 divide-y divide-line border-line border-y">
          {items.map(({ colour, code, title, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
            <div key={index} className="grid grid-cols-[5.5rem_1fr] gap-4 py-4">
              <dt className="contents">
                {/* The official colour at the opacity of the plan, on white in both colour modes; the code in ink that is read on any of them. */}
                <span className="flex h-12 items-center justify-center border border-ink bg-[white]">
                  <span
                    className="flex size-full items-center justify-center overflow-hidden px-1 font-title"
                    style={{ background: `color-mix(in srgb, ${colour} 60%, transparent)`, color: inkOn(colour) }}
                  >
                    <span className={code.text.length > 6 ? "break-all text-small leading-tight" : "text-large"}>{code.text}</span>
                  </span>
                </span>
                <span className="sr-only" {...title.attrs}>
                  {title.text}
                </span>
              </dt>
              <dd className="min-w-0">
                <p aria-hidden className="break-words font-medium">
                  {title.text}
                </p>
                <Lines said={text} className="text-ink-muted" />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

/** Black or white: the one with more contrast to the colour at 60 % over white. */
function inkOn(hex: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = (0.6 * Number.parseInt(hex.slice(start, start + 2), 16) + 0.4 * 255) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "black" : "white";
}
