"use client";
import { useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

/**
 * What the address asks a page to open (`?invite=1`). The parameter is removed once it is read: otherwise the same link, followed
 * again on the same page, would do nothing.
 */
export function useAsked(name: string, onAsked: (value: string) => void): void {
  const value = useSearchParams().get(name);
  const open = useEffectEvent(onAsked);
  useEffect(() => {
    if (value === null) return;
    open(value);
    const { pathname, search } = window.location;
    const rest = new URLSearchParams(search);
    rest.delete(name);
    window.history.replaceState(null, "", rest.size > 0 ? `${pathname}?${rest}` : pathname);
  }, [name, value]);
}
