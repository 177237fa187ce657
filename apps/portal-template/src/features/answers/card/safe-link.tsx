import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

/** A link out of the portal. The address of the page names a place, so the other site is not given it. */
export function SafeLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} rel="noreferrer" className="break-words text-accent-ink underline underline-offset-2">
      {children}
      {/^https?:/.test(href) && <ExternalLink aria-hidden className="ml-1 inline size-3.5 align-[-0.125em] print:hidden" />}
    </a>
  );
}
