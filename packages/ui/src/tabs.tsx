"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Menu } from "./menu.tsx";

interface Tab {
  readonly value: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
  /** Once opened, the panel is only hidden, so that it keeps what was typed in it. */
  readonly isKept?: boolean | undefined;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly defaultValue?: string | undefined;
  readonly value?: string | undefined;
  readonly onValueChange?: ((value: string) => void) | undefined;
  /** Many tabs in a side panel: what does not fit is in a second row, never out of sight. */
  readonly isDense?: boolean;
  /** The word of a menu with the tabs that do not fit in one row. Without it the row only scrolls. */
  readonly moreLabel?: string;
}

/** Pixels of the next tab that stay in sight beside a chosen one. */
const BESIDE = 48;

export function Tabs({ label, tabs, defaultValue = tabs[0]?.value, value, onValueChange, isDense = false, moreLabel }: TabsProps) {
  const [own, setOwn] = useState(defaultValue);
  const current = value ?? own;
  const [opened, setOpened] = useState<readonly unknown[]>([current]);
  const row = useRef<HTMLDivElement>(null);
  const hidden = useHiddenTabs(row, isDense || moreLabel === undefined ? null : tabs);
  const select = (next: string) => {
    setOwn(next);
    setOpened([...opened, next]);
    onValueChange?.(next);
  };
  // A tab that was chosen in the menu, or by an address, comes into sight.
  useEffect(() => {
    const list = row.current;
    const tab = list?.querySelector(`[data-tab="${CSS.escape(current ?? "")}"]`);
    if (!list || !tab) return;
    const [here, there] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
    // Only the row scrolls: `scrollIntoView` could also move the page.
    if (there.left < here.left) list.scrollLeft -= here.left - there.left + BESIDE;
    else if (there.right > here.right) list.scrollLeft += there.right - here.right + BESIDE;
  }, [current]);
  return (
    <Base.Root value={current ?? null} onValueChange={(next: unknown) => select(String(next))} className="flex flex-col gap-4">
      <div className="flex items-stretch border-line border-b">
        <Base.List
          ref={row}
          aria-label={label}
          className={clsx(
            "flex min-w-0 flex-1 gap-x-1",
            isDense ? "flex-wrap" : "overflow-x-auto",
            hidden.includes(tabs.at(-1)?.value ?? "") && "tabs-fade",
          )}
        >
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              data-tab={tab.value}
              className={clsx(
                "min-h-control shrink-0 border-transparent border-b-2 text-ink-muted hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-accent-ink",
                isDense ? "px-2" : "px-3",
              )}
            >
              {tab.label}
            </Base.Tab>
          ))}
        </Base.List>
        {hidden.length > 0 && (
          <Menu
            trigger={
              <button
                type="button"
                className="flex min-h-control shrink-0 items-center gap-1 px-3 text-accent-ink hover:bg-sunken focus-visible:-outline-offset-2"
              >
                {moreLabel}
                <ChevronDown aria-hidden className="size-4" />
              </button>
            }
            entries={tabs
              .filter((tab) => hidden.includes(tab.value))
              .map((tab) => ({ kind: "action", label: tab.label, onSelect: () => select(tab.value) }))}
          />
        )}
      </div>
      {tabs.map((tab) => (
        <Base.Panel
          key={tab.value}
          value={tab.value}
          keepMounted={tab.isKept === true && opened.includes(tab.value)}
          className="inert:hidden"
        >
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

/** The tabs that are not wholly in sight of their row. @param tabs null: the row has no menu, and nothing is measured */
function useHiddenTabs(row: { readonly current: HTMLDivElement | null }, tabs: readonly Tab[] | null): readonly string[] {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const values = tabs?.map((tab) => tab.value).join(" ");
  useEffect(() => {
    const list = row.current;
    if (!list || values === undefined) return;
    const seen = new Map<string, boolean>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRatio } of entries)
          if (target instanceof HTMLElement) seen.set(target.dataset.tab ?? "", intersectionRatio > 0.95);
        const now = values.split(" ").filter((value) => seen.get(value) === false);
        setHidden((before) => (before.join(" ") === now.join(" ") ? before : now));
      },
      { root: list, threshold: [0, 0.5, 0.95, 1] },
    );
    for (const tab of list.querySelectorAll("[data-tab]")) observer.observe(tab);
    return () => observer.disconnect();
  }, [row, values]);
  return hidden;
}
