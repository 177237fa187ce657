"use client";
import { useEffect, useState } from "react";

const NAME = "report";
const QUIET_MS = 400;

/**
 * Keeps the open report in the address. On a narrow screen the detail fills the page, so that opening it adds an entry to the browser's
 * history. Moving the cursor replaces the address after a pause, because browsers refuse about a hundred changes in a row.
 */
export function useOpenedReport(currentId: string | null, initialId: string | null, go: (id: string) => void) {
  const [isOpen, setOpen] = useState(initialId !== null);
  useEffect(() => {
    const onPop = () => {
      const id = new URLSearchParams(window.location.search).get(NAME);
      if (id) go(id);
      setOpen(id !== null && window.history.state?.isReportOpen === true);
    };
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }, [go]);
  useEffect(() => {
    if (!currentId || !isOpen) return;
    const timer = setTimeout(() => window.history.replaceState(window.history.state, "", addressWith(currentId)), QUIET_MS);
    return () => clearTimeout(timer);
  }, [currentId, isOpen]);
  return {
    isOpen,
    open: (id: string) => {
      if (!isOpen) window.history.pushState({ isReportOpen: true }, "", addressWith(id));
      setOpen(true);
    },
    close: () => {
      setOpen(false);
      window.history.replaceState(window.history.state, "", addressWith(null));
    },
  };
}

function addressWith(id: string | null): string {
  const params = new URLSearchParams(window.location.search);
  if (id) params.set(NAME, id);
  else params.delete(NAME);
  const search = String(params);
  return search ? `?${search}` : window.location.pathname;
}
