import { Rss } from "lucide-react";

interface FeedLinkProps {
  readonly href: string;
  /** The name of the feed, for readers. */
  readonly title: string;
  readonly children: string;
}

/** An Atom feed of the page: as a link, and in the head of the page, where feed readers find it by the page's address. */
export function FeedLink({ href, title, children }: FeedLinkProps) {
  return (
    <>
      <link rel="alternate" type="application/atom+xml" href={href} title={title} />
      <a href={href} className="inline-flex min-h-control items-center gap-2 text-accent-ink underline underline-offset-4">
        <Rss aria-hidden className="size-4 shrink-0" />
        {children}
      </a>
    </>
  );
}
