import { clsx } from "clsx";

interface SanitisedHtmlProps {
  /** HTML made from Markdown and passed through rehype-sanitize (`@archipel/i18n`). Never pass any other HTML. */
  readonly html: string;
  readonly className?: string | undefined;
}

/** A text written in Markdown, in the styles of `prose.css`. */
export function SanitisedHtml({ html, className }: SanitisedHtmlProps) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the only component that writes HTML, which rehype-sanitize has cleaned
  return <div className={clsx("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
