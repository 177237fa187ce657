import { say } from "../../site/said.ts";
import { pictureOf, ShownPicture } from "../picture.tsx";
import { Section } from "../section.tsx";
import type { BlockProps } from "../world.ts";

/** Partners: their logos, each with the name of its organisation. */
export function Partners({ block: { props }, world }: BlockProps<"partners">) {
  const items = props.items.map((item) => ({ ...item, said: say(world, item.name) })).filter(({ said }) => said.text);
  if (items.length === 0) return null;
  return (
    <Section world={world} title={props.title}>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-5 lg:grid-cols-4">
        {items.map(({ said, logo, address }, index) => {
          const hasLogo = pictureOf(world, logo) !== undefined;
          const face = (
            <>
              {logo && hasLogo && (
                // The name is beside it.
                <span className="flex h-16 items-center justify-center rounded-control bg-[white] px-3">
                  <ShownPicture
                    picture={{ ...logo, isDecorative: true }}
                    world={world}
                    sizes="10rem"
                    className="max-h-12 w-auto max-w-full object-contain"
                  />
                </span>
              )}
              <span {...said.attrs} className={hasLogo ? "text-small" : "font-medium text-large"}>
                {said.text}
              </span>
            </>
          );
          const shape = "flex h-full min-h-24 flex-col items-center justify-center gap-3 break-words p-5 text-center text-ink";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
            <li key={index} className="min-w-0 rounded-card border border-line bg-surface">
              {address ? (
                <a href={address} rel="noopener" className={`${shape} no-underline hover:text-accent-ink`}>
                  {face}
                </a>
              ) : (
                <div className={shape}>{face}</div>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
