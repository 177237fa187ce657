"use client";
import { Button } from "@archipel/ui/button.tsx";
import { SunMoon } from "lucide-react";
import { MODE_COOKIE, PREFERENCE_MAX_AGE_SECONDS } from "../../tenancy/preferences.ts";

/** Light or dark, at once and for the next pages. */
export function ModeSwitch({ label }: { readonly label: string }) {
  function toggle() {
    const root = document.documentElement;
    const current = root.dataset.mode ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = current === "dark" ? "light" : "dark";
    root.dataset.mode = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
    document.cookie = `${MODE_COOKIE}=${next}; path=/; max-age=${PREFERENCE_MAX_AGE_SECONDS}; samesite=lax`;
  }
  return (
    <Button tone="quiet" isSquare onClick={toggle} aria-label={label} title={label}>
      <SunMoon aria-hidden className="size-5" />
    </Button>
  );
}
