interface ThemeStyleProps {
  /** The result of `themeToCss`, made from validated tokens. */
  readonly css: string;
  /** The nonce of the page's content security policy. Browsers hide it from scripts, so React must not compare it. */
  readonly nonce: string | undefined;
}

/** The style element of a theme, for the head of a page. React writes its text as it is, and escapes only a closing style tag. */
export function ThemeStyle({ css, nonce }: ThemeStyleProps) {
  return (
    <style data-theme nonce={nonce} suppressHydrationWarning>
      {css}
    </style>
  );
}
