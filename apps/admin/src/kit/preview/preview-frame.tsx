"use client";
import { useEffect, useRef, useState } from "react";

interface PreviewFrameProps {
  readonly title: string;
  readonly src: string;
  /** The anchor that the page scrolls to. */
  readonly hash: string;
  /** In pixels of the shown page. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  /** In pixels of the console. */
  readonly left: number;
}

/**
 * A page in a frame. The next state of the page loads behind the shown one and takes its place once it is there: nothing flickers while a
 * person types.
 * Props: what is shown, and the size that the preview computes from its room.
 */
export function PreviewFrame({ title, src, hash, width, height, scale, left }: PreviewFrameProps) {
  const [shown, setShown] = useState<string | null>(null);
  const frames = useRef(new Map<string, HTMLIFrameElement>());
  const latest = useRef(hash);
  latest.current = hash;
  // Another anchor of the same address scrolls the page without loading it.
  useEffect(() => {
    const frame = shown === null ? undefined : frames.current.get(shown);
    // Replaced: an address that is set adds an entry, and Back would seem to do nothing.
    if (frame && hash) frame.contentWindow?.location.replace(`${shown}#${hash}`);
  }, [shown, hash]);
  const sources = shown !== null && shown !== src ? [shown, src] : [src];
  return sources.map((source) => (
    <iframe
      key={source}
      ref={(frame) => {
        if (!frame) return void frames.current.delete(source);
        frames.current.set(source, frame);
        // Written here, not as a property: a later anchor must not load the page again.
        if (!frame.src) frame.src = latest.current ? `${source}#${latest.current}` : source;
      }}
      title={title}
      aria-hidden={source !== shown}
      tabIndex={source === shown ? 0 : -1}
      sandbox="allow-scripts allow-same-origin allow-popups"
      onLoad={() => setShown(source)}
      style={{ width, height, left, transform: `scale(${scale})`, opacity: source === shown ? 1 : 0 }}
      className="absolute top-0 origin-top-left border-0 bg-ground"
    />
  ));
}
