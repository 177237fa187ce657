"use client";
import { useEffect } from "react";

let typedAt: string | null = null;

/** Whether the person typed or chose something on this page since it was opened: a reload would lose it. */
export const isTypedHere = (): boolean => typedAt === window.location.pathname;

/** Listens to what the person types anywhere on the site. Searches and filters count too: asking once too often loses nothing. */
export function useTypedHere(): void {
  useEffect(() => {
    const note = ({ isTrusted }: Event) => {
      if (isTrusted) typedAt = window.location.pathname;
    };
    document.addEventListener("input", note, true);
    return () => document.removeEventListener("input", note, true);
  }, []);
}
