import type { Texts } from "@archipel/blocks/texts.ts";
import type { ReactNode } from "react";
import { say } from "../site/said.ts";
import { Heading, Lines } from "./heading.tsx";
import type { BlockWorld } from "./world.ts";

interface SectionProps {
  readonly world: BlockWorld;
  readonly title: Texts;
  readonly text?: Texts;
  readonly action?: ReactNode;
  /** `band`, `sunken`, `soft`: across the whole page, on a ground of its own. */
  readonly ground?: "page" | "band" | "sunken" | "soft";
  /** Texts to read stay in a narrow column. */
  readonly isNarrow?: boolean;
  readonly children?: ReactNode;
}

const GROUNDS = {
  page: "",
  band: "border-line border-y bg-surface",
  sunken: "border-line border-y bg-sunken",
  soft: "border-line border-y bg-accent-soft",
} as const;

/** A block with its heading, in the page's column. */
export function Section({ world, title, text = {}, action, ground = "page", isNarrow = false, children }: SectionProps) {
  const [heading, intro] = [say(world, title), say(world, text)];
  return (
    <section className={GROUNDS[ground]}>
      <div className="mx-auto w-full max-w-7xl px-4 py-10 lg:px-8 lg:py-14">
        <div className={isNarrow ? "max-w-4xl" : ""}>
          {(heading.text || intro.text || action) && (
            <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
              <div className="min-w-0">
                <Heading level={2} said={heading} className="break-words text-title lg:text-headline" />
                <Lines said={intro} className="mt-2 max-w-prose text-ink-muted" />
              </div>
              {action}
            </div>
          )}
          {children}
        </div>
      </div>
    </section>
  );
}
