import { clsx } from "clsx";
import type { MouseEvent } from "react";

interface NoticeRowProps {
  /** What happened. */
  readonly title: string;
  /** Said before the title of one that was not read yet. */
  readonly unreadLabel: string;
  /** Words that somebody wrote with it. */
  readonly said: string | null;
  /** Where and when. */
  readonly about: string;
  readonly isRead: boolean;
  /** The page of what it tells about; null: it has none for this person. */
  readonly url: string | null;
  /** Marks it as read. */
  readonly onRead: () => Promise<unknown>;
}

/** One thing that a person was told: following it marks it as read. */
export function NoticeRow({ title, unreadLabel, said, about, isRead, url, onRead }: NoticeRowProps) {
  async function follow(event: MouseEvent) {
    if (isRead || url === null) return;
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey;
    if (!isElsewhere) event.preventDefault();
    // Leaving the page would cut the call short; when it fails, the notice only stays unread.
    await onRead().catch(() => {});
    if (!isElsewhere) location.assign(url);
  }
  const words = (
    <>
      <span aria-hidden className={clsx("mt-2 size-2 shrink-0 rounded-full", !isRead && "bg-accent")} />
      <span className="min-w-0 flex-1">
        <span className={clsx("block break-words", !isRead && "font-medium")}>
          {!isRead && <span className="sr-only">{unreadLabel} – </span>}
          {title}
        </span>
        {said && <span className="mt-0.5 line-clamp-2 break-words text-small">{said}</span>}
        <span className="mt-0.5 block text-ink-muted text-small">{about}</span>
      </span>
    </>
  );
  const className = "flex gap-3 px-4 py-3 text-ink no-underline";
  if (url === null) return <div className={className}>{words}</div>;
  return (
    <a href={url} onClick={follow} className={clsx(className, "hover:bg-sunken")}>
      {words}
    </a>
  );
}
