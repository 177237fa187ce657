"use client";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent } from "react";

export interface PageTab {
  readonly value: string;
  readonly label: string;
  readonly content: ReactNode;
  /** Ids of the parts in it, which links of mails and other pages name (`#keys`). */
  readonly parts?: readonly string[];
}

/**
 * The tabs of a page. The chosen one is in the address (`?tab=`), so that it can be linked and opened again. An address that names a part opens
 * the tab that has it.
 */
export function PageTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly PageTab[] }) {
  const more = useTranslations("common.tabs")("more");
  const asked = useSearchParams().get("tab");
  const current = tabs.find(({ value }) => value === asked) ?? tabs[0];
  const choose = (next: string) => {
    const { pathname, search, hash } = window.location;
    const query = new URLSearchParams(search);
    if (next === tabs[0]?.value) query.delete("tab");
    else query.set("tab", next);
    const part = tabs.find(({ value }) => value === next)?.parts?.includes(hash.slice(1)) ? hash : "";
    // The page itself is not asked for again.
    window.history.replaceState(null, "", `${pathname}${query.size > 0 ? `?${query}` : ""}${part}`);
  };
  const follow = useEffectEvent(() => {
    const part = window.location.hash.slice(1);
    const tab = part && tabs.find(({ parts = [] }) => parts.includes(part));
    if (!tab) return;
    choose(tab.value);
    // The part is drawn with its tab.
    setTimeout(() => document.getElementById(part)?.scrollIntoView(), 0);
  });
  useEffect(() => {
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return (
    <Tabs
      label={label}
      moreLabel={more}
      value={current?.value}
      onValueChange={choose}
      tabs={tabs.map(({ value, label: name, content }) => ({
        value,
        label: name,
        content: <div className="flex flex-col gap-8 pt-2">{content}</div>,
        isKept: true,
      }))}
    />
  );
}
