"use client";
import { Tabs as Base } from "@base-ui/react/tabs";
import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

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
}

export function Tabs({ label, tabs, defaultValue = tabs[0]?.value, value, onValueChange, isDense = false }: TabsProps) {
  const [opened, setOpened] = useState<readonly unknown[]>([value ?? defaultValue]);
  return (
    <Base.Root
      {...(value === undefined ? { defaultValue } : { value })}
      onValueChange={(next: unknown) => {
        setOpened([...opened, next]);
        onValueChange?.(String(next));
      }}
      className="flex flex-col gap-4"
    >
      <Base.List aria-label={label} className={clsx("flex gap-x-1 border-line border-b", isDense ? "flex-wrap" : "overflow-x-auto")}>
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={clsx(
              "min-h-control shrink-0 border-transparent border-b-2 text-ink-muted hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:font-medium data-active:text-accent-ink",
              isDense ? "px-2" : "px-3",
            )}
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
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
