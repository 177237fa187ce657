import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import type { Said } from "../site/said.ts";

/** An entry of the main menu. `href` undefined: it only opens what is below it. */
export interface Entry {
  readonly key: string;
  readonly said: Said;
  readonly href: string | undefined;
  readonly below: readonly { readonly key: string; readonly said: Said; readonly href: string }[];
}

interface NavigationProps {
  readonly entries: readonly Entry[];
  /** The path of the page with its language, without query. */
  readonly current: string;
  /** In a row, with what is below an entry as a panel under it; else one below the other. */
  readonly isRow: boolean;
}

const LINK = "flex min-h-10 items-center px-3 text-ink no-underline hover:text-accent-ink";
const CURRENT = "aria-[current]:font-medium aria-[current]:text-accent-ink";

/** The entries of the main menu. */
export function Navigation({ entries, current, isRow }: NavigationProps) {
  const edge = isRow ? "border-transparent border-b-2 aria-[current]:border-accent" : "";
  return (
    <ul className={isRow ? "flex" : ""}>
      {entries.map(({ key, said, href, below }) => (
        <li key={key} className={isRow ? "relative" : ""}>
          {below.length === 0 ? (
            <MenuLink said={said} href={href} current={current} className={edge} />
          ) : (
            // One panel is open at a time: the browser closes the others of the name.
            <details name={isRow ? "menu" : "menu-small"} data-menu className="group/menu">
              <summary {...said.attrs} className={clsx(LINK, "list-none gap-1.5 [&::-webkit-details-marker]:hidden")}>
                {said.text}
                <ChevronDown aria-hidden className="size-4 transition-transform duration-150 group-open/menu:rotate-180" />
              </summary>
              <ul
                className={
                  isRow
                    ? "absolute top-full left-0 z-40 min-w-56 rounded-card border border-line bg-surface py-2 shadow-raised"
                    : "border-line border-l-2 ml-3"
                }
              >
                {href && (
                  <li>
                    <MenuLink said={said} href={href} current={current} />
                  </li>
                )}
                {below.map((child) => (
                  <li key={child.key}>
                    <MenuLink said={child.said} href={child.href} current={current} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

interface MenuLinkProps {
  readonly said: Said;
  readonly href: string | undefined;
  readonly current: string;
  readonly className?: string;
}

function MenuLink({ said, href, current, className = "" }: MenuLinkProps) {
  if (!href) return null;
  return (
    <a
      href={href}
      {...said.attrs}
      {...(isBelow(current, href) && { "aria-current": "page" as const })}
      className={clsx(LINK, CURRENT, className)}
    >
      {said.text}
    </a>
  );
}

/** Whether the page is the entry's, or below it: `/fr/maps` is not below `/fr/map`, and only the home itself is the home. */
function isBelow(current: string, href: string): boolean {
  const path = href.split(/[?#]/)[0] ?? "";
  if (path.split("/").length <= 2) return current === path;
  return current.startsWith(path) && !/^[\w-]/.test(current.slice(path.length));
}
