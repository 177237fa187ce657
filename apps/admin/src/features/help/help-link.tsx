"use client";
import { CircleQuestionMark } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { topicOf } from "./topic-of.ts";

/** Opens the help of the current page in a new tab, so that unsaved work stays. */
export function HelpLink() {
  const t = useTranslations("admin.help");
  const topic = topicOf(usePathname(), useSearchParams().get("tab"));
  return (
    <a
      href={links.help(topic)}
      target="_blank"
      rel="noopener"
      className="flex min-h-9 items-center gap-3 rounded-control px-3 py-1.5 text-ink no-underline hover:bg-sunken"
    >
      <CircleQuestionMark aria-hidden className="size-4 shrink-0" />
      {t(topic ? "ofScreen" : "title")}
      <span className="sr-only">{t("newTab")}</span>
    </a>
  );
}
