"use client";
import { useState } from "react";

interface VideoFrameProps {
  readonly frame: string;
  readonly address: string;
  readonly words: { readonly play: string; readonly notice: string; readonly open: string; readonly title: string };
}

/** Asks before another site is loaded. Without scripts, the link leads to the video. */
export function VideoFrame({ frame, address, words }: VideoFrameProps) {
  const [isPlaying, setPlaying] = useState(false);
  if (isPlaying) {
    return (
      <iframe
        src={frame}
        title={words.title}
        className="aspect-video w-full rounded-card bg-ink"
        allow="autoplay; fullscreen; picture-in-picture"
        allowFullScreen
        referrerPolicy="strict-origin-when-cross-origin"
        sandbox="allow-scripts allow-same-origin allow-presentation allow-popups"
      />
    );
  }
  return (
    <div className="flex min-h-64 flex-col items-center justify-center gap-4 rounded-card border border-line bg-sunken p-6 text-center sm:aspect-video">
      <button
        type="button"
        onClick={() => setPlaying(true)}
        className="inline-flex min-h-control items-center gap-3 rounded-control bg-accent px-5 py-2 font-medium text-on-accent hover:brightness-110"
      >
        <svg aria-hidden viewBox="0 0 16 16" className="size-4 fill-current">
          <path d="M3 1.5v13l11-6.5z" />
        </svg>
        {words.play}
      </button>
      <p className="max-w-prose text-ink-muted text-small">{words.notice}</p>
      <a href={address} rel="noopener" className="inline-flex min-h-6 items-center text-accent-ink text-small underline underline-offset-4">
        {words.open}
      </a>
    </div>
  );
}
