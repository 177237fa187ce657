"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

/** Clicks already asked about: several editors of one page can hold unsaved work. */
const asked = new WeakSet<Event>();

/** Asks before a link or the closing of the page drops unsaved changes. */
export function useLeaveQuestion(isUnsaved: boolean): void {
  const t = useTranslations("admin.forms");
  const question = t("leave");
  useEffect(() => {
    if (!isUnsaved) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const isElsewhere = link !== null && link.target !== "_blank" && !link.download && link.pathname !== window.location.pathname;
      if (!isElsewhere || event.ctrlKey || event.metaKey || event.shiftKey || asked.has(event)) return;
      asked.add(event);
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    // Capture phase, so that it runs before the router's own handlers.
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [isUnsaved, question]);
}
