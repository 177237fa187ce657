"use client";
import { useSyncExternalStore } from "react";

/** The current colour mode: the person's choice on the root element, else the device's. For maps, which CSS cannot colour. */
export function useColourMode(): "light" | "dark" {
  return useSyncExternalStore(subscribe, current, () => "light");
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-mode"] });
  media.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", listener);
  };
}

function current(): "light" | "dark" {
  const chosen = document.documentElement.dataset.mode;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
