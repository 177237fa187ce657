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

function read(): Mode {
  const chosen = document.documentElement.dataset.mode;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia(DARK).matches ? "dark" : "light";
}

/** The colour mode of the page: what the visitor chose, else what the system prefers. */
export function useColourMode(): Mode {
  return useSyncExternalStore(subscribe, read, () => "light");
}
