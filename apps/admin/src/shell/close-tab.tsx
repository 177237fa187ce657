"use client";
import { useEffect } from "react";

/** Closes the tab that a script opened. Any other tab stays. */
export function CloseTab() {
  useEffect(() => window.close(), []);
  return null;
}
