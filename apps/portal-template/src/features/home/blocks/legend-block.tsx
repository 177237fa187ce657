import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import type { BlockProps } from "./block.tsx";

/** A legend: swatch and code beside their meaning. */
export async function LegendBlock({ block }: BlockProps<"legend">) {
  const locale = await getLocale();
  return (
    <section className="border-line border-y bg-sunken">
      <div className="mx-auto grid max-w-7xl gap-x-16 gap-y-6 px-4 py-10 lg:grid-cols-[1fr_2fr] lg:px-8 lg:py-14">
        <div>
          <h2 className="text-title lg:text-headline">{inLocale(block.title, locale)}</h2>
          {block.text && <p className="mt-3 text-ink-muted">{inLocale(block.text, locale)}</p>}
        </div>
        <dl className="divide-y divide-line border-line border-y">
          {block.items.map((item) => (
            <div key={item.code} className="grid grid-cols-[5.5rem_1fr] gap-4 py-4">
              <dt className="contents">
                {/* The official colour at the opacity of the plan, on white in both colour modes. */}
                <span className="flex h-12 items-center justify-center border border-ink bg-[white]">
                  <span
                    className="flex size-full items-center justify-center font-title text-large"
                    style={{ background: `color-mix(in srgb, ${item.colour} 60%, transparent)`, color: "#15181f" }}
                  >
                    {item.code}
                  </span>
                </span>
                <span className="sr-only">{inLocale(item.title, locale)}</span>
              </dt>
              <dd>
                <p aria-hidden className="font-medium">
                  {inLocale(item.title, locale)}
                </p>
                <p className="text-ink-muted">{inLocale(item.text, locale)}</p>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
