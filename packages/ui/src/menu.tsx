"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

export type MenuEntry =
  | {
      readonly kind: "action";
      readonly label: ReactNode;
      readonly icon?: ReactNode;
      readonly isDanger?: boolean;
      readonly disabled?: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: "link";
      readonly label: ReactNode;
      readonly icon?: ReactNode;
      readonly href: string;
      readonly isCurrent?: boolean;
      readonly lang?: string;
    }
  | { readonly kind: "separator" };

interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
  readonly align?: "start" | "end" | undefined;
  /** A sentence below the entries. */
  readonly note?: string | undefined;
}

const ENTRY =
  "flex min-h-10 cursor-pointer items-center gap-3 px-4 py-2 text-ink no-underline outline-none data-disabled:opacity-55 data-highlighted:bg-accent-soft data-highlighted:text-accent-ink";

export function Menu({ trigger, entries, align = "end", note }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} className="z-50">
          <Base.Popup className="max-h-(--available-height) min-w-48 overflow-y-auto overscroll-contain rounded-card border border-line bg-surface py-1.5 text-ink shadow-raised transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a menu's entries have no identity beyond their place
              <MenuLine key={index} entry={entry} />
            ))}
            {note && <p className="max-w-72 border-line border-t px-4 pt-2 pb-1 text-ink-muted text-small">{note}</p>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuLine({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === "separator") return <Base.Separator className="my-1.5 border-line border-t" />;
  if (entry.kind === "link") {
    return (
      <Base.LinkItem
        href={entry.href}
        lang={entry.lang}
        hrefLang={entry.lang}
        aria-current={entry.isCurrent ? "true" : undefined}
        className={ENTRY}
      >
        {entry.icon}
        <span className="flex-1">{entry.label}</span>
        {entry.isCurrent && <Check aria-hidden className="size-4" />}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item disabled={entry.disabled ?? false} onClick={entry.onSelect} className={`${ENTRY} ${entry.isDanger ? "text-danger" : ""}`}>
      {entry.icon}
      {entry.label}
    </Base.Item>
  );
}
