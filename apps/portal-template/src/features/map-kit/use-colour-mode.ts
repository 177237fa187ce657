import type { Mode } from "@archipel/theme/tokens.ts";
import { useSyncExternalStore } from "react";

const DARK = "(prefers-color-scheme: dark)";

function subscribe(onChange: () => void): () => void {
  const system = window.matchMedia(DARK);
  const observer = new MutationObserver(onChange);
  system.addEventListener("change", onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mode"] });
  return () => {
    system.removeEventListener("change", onChange);
    observer.disconnect();
  };
}

/** The colour mode of the page, in the browser: what the visitor chose, else what the system prefers. */
export function colourMode(): Mode {
  const chosen = document.documentElement.dataset.mode;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia(DARK).matches ? "dark" : "light";
}

/** `colourMode`, and its changes. */
export function useColourMode(): Mode {
  return useSyncExternalStore(subscribe, colourMode, () => "light");
}
