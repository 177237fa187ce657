"use client";
import { useState } from "react";

interface ThemeStyleProps {
  /** The result of `themeToCss`, made from validated tokens. */
  readonly css: string;
  /** The nonce of the page's content security policy. Browsers hide it from scripts, so React must not compare it. */
  readonly nonce: string | undefined;
}

/**
 * The style element of a theme, for the head of a page. React writes its text as it is, and escapes only a closing style tag. A page that
 * stays open while its theme changes keeps the nonce of its document: the policy refuses the one of a later answer.
 */
export function ThemeStyle({ css, nonce }: ThemeStyleProps) {
  const [own] = useState(() => documentNonce() ?? nonce);
  return (
    <style data-theme nonce={own} suppressHydrationWarning>
      {css}
    </style>
  );
}

function documentNonce(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLElement>("style[nonce], script[nonce]")?.nonce || undefined;
}
