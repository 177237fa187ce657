import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import { creditOf, pictureOf, ShownPicture } from "../picture.tsx";
import type { BlockProps } from "../world.ts";

const FRAMES = {
  text: "mx-auto max-w-7xl px-4 py-8 lg:px-8",
  wide: "mx-auto max-w-7xl px-4 py-8 lg:px-8",
  full: "py-8",
} as const;
const SIZES = { text: "(min-width: 56rem) 52rem, 100vw", wide: "(min-width: 80rem) 76rem, 100vw", full: "100vw" } as const;

/** A picture with its caption and who made it. */
export function PictureBlock({ block: { props }, world }: BlockProps<"picture">) {
  const t = useTranslations("portal.blocks");
  const [title, caption] = [say(world, props.title), say(world, props.caption)];
  const credit = creditOf(world, props.picture);
  if (!pictureOf(world, props.picture)) return null;
  const isFull = props.width === "full";
  return (
    <section className={FRAMES[props.width]}>
      <Heading level={2} said={title} className={clsx("mb-5 break-words text-title", isFull && "mx-auto max-w-7xl px-4 lg:px-8")} />
      <figure className={props.width === "text" ? "max-w-4xl" : ""}>
        <ShownPicture
          picture={props.picture}
          world={world}
          sizes={SIZES[props.width]}
          className={clsx("h-auto w-full", isFull ? "max-h-[75dvh] object-cover" : "rounded-card")}
        />
        {(caption.text || credit) && (
          <figcaption className={clsx("mt-3 text-ink-muted text-small", isFull && "mx-auto max-w-7xl px-4 lg:px-8")}>
            <Lines said={caption} />
            {credit && <p>{t("credit", { credit })}</p>}
          </figcaption>
        )}
      </figure>
    </section>
  );
}
