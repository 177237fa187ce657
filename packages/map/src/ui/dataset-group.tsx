"use client";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

interface DatasetGroupProps {
  readonly title: string;
  /** Language of the title, when it is not the reader's. */
  readonly lang?: string | undefined;
  readonly count: number;
  readonly shown: number;
  readonly children: ReactNode;
}

/** Layers of one dataset that follow each other in the list, under its title. Folding the group leaves the map as it is. */
export function DatasetGroup({ title, lang, count, shown, children }: DatasetGroupProps) {
  const t = useTranslations("map.layers");
  const [isOpen, setOpen] = useState(true);
  return (
    <li className="py-1">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-10 w-full items-center gap-2 rounded-control text-left text-ink-muted text-small leading-snug hover:text-ink"
      >
        <span className="min-w-0 flex-1">
          <span lang={lang} className="font-medium">
            {title}
          </span>{" "}
          <span className="whitespace-nowrap tabular-nums">{t("shown", { shown, count })}</span>
        </span>
        <ChevronDown aria-hidden className={`mr-3 size-4 shrink-0 transition-transform ${isOpen ? "rotate-180" : ""}`} />
      </button>
      <ol hidden={!isOpen} className="divide-y divide-line">
        {children}
      </ol>
    </li>
  );
}

/** Splits a list into runs of entries with the same key; entries without a key are on their own. */
export function runsOf<T>(items: readonly T[], keyOf: (item: T) => string | undefined): T[][] {
  const runs: T[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    const key = keyOf(item);
    if (last?.[0] !== undefined && key !== undefined && keyOf(last[0]) === key) last.push(item);
    else runs.push([item]);
  }
  return runs;
}
