"use client";
import { useEffect } from "react";

/** The open panels of the header. The browser opens them without script; it closes them neither by Escape nor by a click elsewhere. */
const openMenus = () => [...document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")];

function closeByEscape(event: KeyboardEvent) {
  if (event.key !== "Escape") return;
  // The innermost first: on a phone the menu holds panels of its own.
  const menu = openMenus().findLast((one) => one.contains(document.activeElement)) ?? openMenus().at(-1);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

function closeElsewhere({ target }: Event) {
  for (const menu of openMenus()) if (target instanceof Node && !menu.contains(target)) menu.open = false;
}

export function CloseMenus() {
  useEffect(() => {
    const listening = new AbortController();
    document.addEventListener("keydown", closeByEscape, listening);
    document.addEventListener("pointerdown", closeElsewhere, listening);
    document.addEventListener("focusin", closeElsewhere, listening);
    return () => listening.abort();
  }, []);
  return null;
}
