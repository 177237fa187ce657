import { useTranslations } from "next-intl";
import { Heading, Lines } from "../heading.tsx";
import { creditOf, ShownPicture } from "../picture.tsx";
import type { OpeningProps } from "./opening.ts";

/** The question in a panel over a picture of the place. The panel has a ground of its own, so that every picture leaves it legible. */
export function PictureHero({ block, world, opening: { title, hint, tagline }, field }: OpeningProps) {
  const t = useTranslations("portal.blocks");
  const credit = creditOf(world, block.props.picture);
  return (
    <section className="relative isolate z-10 flex min-h-[60dvh] items-end border-line border-b lg:min-h-[70dvh]">
      <ShownPicture
        picture={block.props.picture}
        world={world}
        sizes="100vw"
        isFirst
        className="absolute inset-0 -z-10 size-full object-cover"
      />
      <div className="mx-auto w-full max-w-7xl px-4 pt-40 pb-8 lg:px-8 lg:pb-14">
        <div className="max-w-2xl rounded-card bg-surface p-6 shadow-raised sm:p-9">
          <p className="font-medium text-accent-ink">{tagline}</p>
          <Heading level={1} said={title} className="mt-2 break-words text-hero" />
          <Lines said={hint} className="mt-4 text-ink-muted" />
          {field && <div className="mt-6">{field}</div>}
        </div>
        {credit && <p className="mt-3 w-fit rounded-control bg-surface px-2 py-0.5 text-ink-muted text-small">{t("credit", { credit })}</p>}
      </div>
    </section>
  );
}
