import { clsx } from "clsx";

interface SanitisedHtmlProps {
  /** HTML that the server made from Markdown and passed through rehype-sanitize. Never pass any other HTML. */
  readonly html: string;
  readonly className?: string | undefined;
}

/** Text of a help page, in the styles of `prose.css`. */
export function SanitisedHtml({ html, className }: SanitisedHtmlProps) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the only component that writes HTML, which rehype-sanitize has cleaned
  return <div className={clsx("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
