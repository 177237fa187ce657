import type { Locale } from "@archipel/i18n/locales.ts";
import { Monitor, Moon, Sun } from "lucide-react";

/** Stores the choice of light, dark, or the device's mode. */
export const MODE_COOKIE = "archipel-mode";
export const MODES = ["system", "light", "dark"] as const;
export const MODE_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
export type Mode = (typeof MODES)[number];

export function isMode(value: unknown): value is Mode {
  return MODES.some((mode) => mode === value);
}

function remember(name: string, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

/** Applies the mode at once and stores it for the next pages. */
export function chooseMode(mode: Mode): void {
  remember(MODE_COOKIE, mode);
  if (mode === "system") delete document.documentElement.dataset.mode;
  else document.documentElement.dataset.mode = mode;
}

/** Stores the language for the next page. The caller refreshes the current one. */
export function rememberLocale(locale: Locale): void {
  remember("archipel-locale", locale);
}
