"use client";
import { useEffect } from "react";

/** Closes the sheet of filters with Escape. Without scripts its links close it. */
export function FilterSheetKeys() {
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape" && location.hash === "#filters") location.hash = "#results";
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  return null;
}
