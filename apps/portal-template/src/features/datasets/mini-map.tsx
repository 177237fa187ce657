"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { MiniMapCanvasProps } from "./mini-map-canvas.tsx";

const MiniMapCanvas = dynamic(() => import("./mini-map-canvas.tsx"), { ssr: false });

interface MiniMapProps extends MiniMapCanvasProps {
  /** Loads the map library on narrow screens too. */
  readonly isForAnyWidth?: boolean;
  readonly children: ReactNode;
}

/**
 * A small map of the data. It first shows the drawing given as children. It loads the map library when a tenth of it is in view, and only on
 * wide screens, because the library is large.
 */
export function MiniMap({ isForAnyWidth, children, ...map }: MiniMapProps) {
  const frame = useRef<HTMLSpanElement>(null);
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (!frame.current || !(isForAnyWidth || matchMedia("(min-width: 64rem)").matches)) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setWanted(true), { threshold: 0.1 });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isForAnyWidth]);
  return (
    <span ref={frame} className="relative block overflow-hidden rounded-card">
      {children}
      {isWanted && <MiniMapCanvas {...map} />}
    </span>
  );
}
