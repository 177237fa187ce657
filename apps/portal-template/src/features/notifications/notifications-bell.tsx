"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Bell } from "lucide-react";
import { type ComponentType, useEffect, useEffectEvent, useRef, useState } from "react";
import type { NotificationsMessages, NotificationsPopoverProps } from "./notifications-popover.tsx";

const LOOK_MS = 30_000;

interface NotificationsBellProps {
  /** The count when the page was rendered. It is read again from time to time. */
  readonly unread: { readonly count: number; readonly label: string };
  readonly locale: "fr" | "en";
  readonly messages: NotificationsMessages;
  /** The address of all notifications. */
  readonly allHref: string;
}

/**
 * The notifications button of the header: the number of unread notifications, and the latest ones. It is on every page, so everything but the button is
 * loaded on demand: on hover, on focus, or for the first update of the count.
 */
export function NotificationsBell({ unread: atFirst, ...given }: NotificationsBellProps) {
  const [{ count, label }, setUnread] = useState(atFirst);
  const [isOpen, setOpen] = useState(false);
  const [Popover, setPopover] = useState<ComponentType<NotificationsPopoverProps> | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const load = () => loadPopover().then((loaded) => setPopover(() => loaded));
  // Without network the next hover or focus tries again.
  const prepare = () => void load().catch(() => undefined);

  const look = useEffectEvent(prepare);
  useEffect(() => {
    const timer = setTimeout(look, LOOK_MS);
    return () => clearTimeout(timer);
  }, []);

  async function toggle() {
    if (!Popover) await load().catch(() => location.assign(given.allHref));
    setOpen(!isOpen);
  }

  return (
    <>
      <Button
        ref={button}
        tone="quiet"
        isSquare
        className="relative"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={toggle}
      >
        <Bell aria-hidden className="size-5" />
        {count > 0 && (
          <span
            aria-hidden
            className="figures absolute top-0.5 left-1/2 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[0.6875rem] text-on-accent leading-4 ring-2 ring-surface"
          >
            {count > 99 ? "99+" : count}
          </span>
        )}
      </Button>
      {Popover && <Popover {...given} anchor={button} isOpen={isOpen} onClose={() => setOpen(false)} onUnread={setUnread} />}
    </>
  );
}

const loadPopover = async () => (await import("./notifications-popover.tsx")).NotificationsPopover;
