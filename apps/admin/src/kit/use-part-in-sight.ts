"use client";
import { useEffect } from "react";

/** Brings the part that the address names (`#view`) into sight: it was not there yet when the browser looked for it. */
export function usePartInSight(): void {
  useEffect(() => {
    const part = window.location.hash.slice(1);
    if (part) document.getElementById(part)?.scrollIntoView();
  }, []);
}
