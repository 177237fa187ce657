import type { Link } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { type Said, say } from "../site/said.ts";
import { BlockLink, hrefOf } from "./block-link.tsx";
import type { BlockWorld } from "./world.ts";

interface LabelledLink {
  readonly label: Texts;
  readonly link?: Link | undefined;
}

interface ShownButton {
  readonly link: Link | undefined;
  readonly label: Said;
}

/** The buttons that have a text and lead somewhere. */
export function shownButtons(world: BlockWorld, buttons: readonly LabelledLink[]): ShownButton[] {
  return buttons
    .map(({ label, link }) => ({ link, label: say(world, label) }))
    .filter(({ link, label }) => label.text && hrefOf(world, link));
}

interface LinkButtonsProps {
  readonly world: BlockWorld;
  readonly buttons: readonly ShownButton[];
  /** Beside another main button: none of these is. */
  readonly isSecondary?: boolean;
}

/** The first one is the main one. */
export function LinkButtons({ world, buttons, isSecondary = false }: LinkButtonsProps) {
  return (
    <div className="flex flex-wrap gap-3">
      {buttons.map(({ link, label }, index) => (
        <BlockLink
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a page that is drawn once
          key={index}
          world={world}
          link={link}
          className={buttonClass({ tone: index === 0 && !isSecondary ? "primary" : "secondary" })}
        >
          <span {...label.attrs}>{label.text}</span>
        </BlockLink>
      ))}
    </div>
  );
}
