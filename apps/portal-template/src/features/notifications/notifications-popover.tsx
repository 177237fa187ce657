"use client";
import { MarkAllRead, NoticeList } from "@archipel/account/notice-list.tsx";
import { useUnread } from "@archipel/account/use-unread.ts";
import { AnchoredPopover } from "@archipel/ui/popover.tsx";
import { NextIntlClientProvider, useTranslations } from "next-intl";
import { type ComponentProps, type RefObject, useEffect, useEffectEvent } from "react";
import { ApiProvider } from "../../api/react.tsx";
import { OwnAccount } from "../account/own-account.tsx";

const SHOWN = 8;

export type NotificationsMessages = NonNullable<ComponentProps<typeof NextIntlClientProvider>["messages"]>;

export interface NotificationsPopoverProps {
  readonly locale: "fr" | "en";
  readonly messages: NotificationsMessages;
  readonly allHref: string;
  /** The button in the header. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The count and the label of the button. */
  readonly onUnread: (unread: { count: number; label: string }) => void;
}

/** The latest notifications beside the button, and the updates of the count. */
export function NotificationsPopover({ locale, messages, ...latest }: NotificationsPopoverProps) {
  return (
    <NextIntlClientProvider locale={locale} messages={messages}>
      <ApiProvider>
        <OwnAccount>
          <Latest {...latest} />
        </OwnAccount>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}

function Latest({ allHref, anchor, isOpen, onClose, onUnread }: Omit<NotificationsPopoverProps, "locale" | "messages">) {
  const t = useTranslations("notifications");
  const { data: count } = useUnread();
  const tell = useEffectEvent((waiting: number) =>
    onUnread({ count: waiting, label: waiting > 0 ? t("openUnread", { count: waiting }) : t("open") }),
  );
  useEffect(() => {
    if (count !== undefined) tell(count);
  }, [count]);
  return (
    <AnchoredPopover
      title={t("title")}
      action={<MarkAllRead />}
      anchor={anchor}
      isOpen={isOpen}
      onClose={onClose}
      foot={
        <a href={allHref} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2">
          {t("seeAll")}
        </a>
      }
    >
      <NoticeList first={SHOWN} />
    </AnchoredPopover>
  );
}
