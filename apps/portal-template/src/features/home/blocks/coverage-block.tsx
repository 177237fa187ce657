import { getLocale } from "next-intl/server";
import { links } from "../../../links.ts";
import { ExtentMap } from "../../datasets/extent-map.tsx";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** The extents of what is published, on a measured grid, each with its name beside. */
export async function CoverageBlock({ block, catalogue }: BlockProps<"coverage">) {
  const locale = await getLocale();
  const covered = catalogue.items.flatMap(({ id, title, bbox }) => (bbox ? [{ id, title, bbox }] : []));
  if (covered.length === 0) return null;
  return (
    <Section title={block.title} text={block.text}>
      <div className="grid gap-8 lg:grid-cols-[3fr_2fr]">
        <ExtentMap boxes={covered.map(({ bbox }) => bbox)} className="h-80 lg:h-96" />
        <ul className="divide-y divide-line self-center border-line border-y">
          {covered.map(({ id, title, bbox }, index) => (
            <li key={id} className="flex items-center gap-4 py-3">
              <span aria-hidden className="figures text-accent-ink">
                {String(index + 1).padStart(2, "0")}
              </span>
              <a
                href={links.map(locale, { box: bbox })}
                className="min-w-0 flex-1 py-1 text-ink underline decoration-line-strong underline-offset-4 hover:text-accent-ink"
              >
                {title}
              </a>
              <span className="figures hidden text-ink-muted text-small xl:inline">
                {bbox[0].toFixed(2)} {bbox[1].toFixed(2)}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
