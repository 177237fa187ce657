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

/** Light or dark as the page shows it now: the visitor's choice, else the system's. */
export function useMode(): Mode {
  return useSyncExternalStore(subscribe, read, () => "light");
}

const WIDE = "(min-width: 64rem)";

/** Room for panels beside the map; otherwise they lie in a sheet. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const media = window.matchMedia(WIDE);
      media.addEventListener("change", onChange);
      return () => media.removeEventListener("change", onChange);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
