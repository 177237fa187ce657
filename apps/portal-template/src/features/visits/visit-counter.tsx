"use client";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** Reports each opened page for the portal's statistics: the page and the site that led there, nothing about the person. */
export function VisitCounter({ portalId }: { readonly portalId: string }) {
  const path = usePathname();
  const isFirst = useRef(true);
  useEffect(() => {
    const from = isFirst.current && document.referrer ? (URL.parse(document.referrer)?.host ?? "") : "";
    isFirst.current = false;
    const opened = JSON.stringify({ portal: portalId, path: path.slice(0, 300), from: from.slice(0, 253) });
    navigator.sendBeacon("/visits", new Blob([opened], { type: "application/json" }));
  }, [path, portalId]);
  return null;
}
