import { clsx } from "clsx";
import type { MouseEvent } from "react";

interface NoticeRowProps {
  /** What happened. */
  readonly title: string;
  /** Read out before the title of an unread notification. */
  readonly unreadLabel: string;
  /** Words that a person wrote with it. */
  readonly said: string | null;
  /** Where and when. */
  readonly about: string;
  readonly isRead: boolean;
  /** The page of its subject; null when this person has none. */
  readonly url: string | null;
  /** Marks it as read. */
  readonly onRead: () => Promise<unknown>;
}

/** One notification: following it marks it as read. */
export function NoticeRow({ title, unreadLabel, said, about, isRead, url, onRead }: NoticeRowProps) {
  async function follow(event: MouseEvent) {
    if (isRead || url === null) return;
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey;
    if (!isElsewhere) event.preventDefault();
    // Leaving the page would cancel the call; when it fails, the notification only stays unread.
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
