"use client";
import type { AlertLevel } from "@archipel/contracts/alerts.ts";
import { LEVEL_LOOK } from "@archipel/ui/alert-level.ts";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";

interface BannerRowProps {
  /** Of the revision: a correction is shown again. */
  readonly id: string;
  readonly level: AlertLevel;
  readonly title: string;
  readonly lang: string | undefined;
  readonly href: string;
  readonly isExercise: boolean;
}

const keyOf = (id: string) => `alert closed ${id}`;
const subscribe = () => () => {};

/** What a browser without a session storage remembers: nothing. */
function readClosed(id: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(id)) !== null;
  } catch {
    return false;
  }
}

/** One alert in force. An emergency stays; the others can be closed for the session. */
export function BannerRow({ id, level, title, lang, href, isExercise }: BannerRowProps) {
  const t = useTranslations("alerts");
  const wasClosed = useSyncExternalStore(
    subscribe,
    () => readClosed(id),
    () => false,
  );
  const [isClosed, setClosed] = useState(false);
  const isEmergency = level === "emergency";
  if (!isEmergency && (isClosed || wasClosed)) return null;
  const { Icon, mark, box } = LEVEL_LOOK[level];
  const close = () => {
    try {
      sessionStorage.setItem(keyOf(id), "1");
    } catch {
      // Closed on this page only.
    }
    setClosed(true);
  };
  return (
    <div
      className={clsx(
        "flex min-h-11 items-center gap-3 border-x-0! border-t-0! border-b px-4 py-1.5 lg:px-8",
        isEmergency ? "border-danger bg-danger text-ground" : clsx(box, "text-ink"),
      )}
    >
      <Icon aria-hidden className={clsx("size-5 shrink-0", isEmergency ? "" : mark)} />
      <p className="min-w-0 flex-1 break-words">
        <span className="mr-3 font-medium">
          {isExercise && `${t("exercise")} – `}
          {t(`levels.${level}`)}
        </span>
        <a href={href} lang={lang} className="text-inherit underline underline-offset-4">
          {title}
        </a>
      </p>
      {!isEmergency && (
        <button
          type="button"
          onClick={close}
          aria-label={t("portal.closeOne", { title })}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-control hover:bg-sunken"
        >
          <X aria-hidden className="size-5" />
        </button>
      )}
    </div>
  );
}
