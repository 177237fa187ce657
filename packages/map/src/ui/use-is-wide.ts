import { useSyncExternalStore } from "react";

const WIDE = "(min-width: 64rem)";

/** Whether the window has room for panels beside the map. Narrower windows show them in a bottom sheet. */
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
