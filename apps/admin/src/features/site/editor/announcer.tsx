"use client";
import { useState } from "react";

/** Words for screen readers. The same words again are said again. */
export function useAnnouncer() {
  const [said, setSaid] = useState({ words: "", count: 0 });
  return {
    announce: (words: string) => setSaid(({ count }) => ({ words, count: count + 1 })),
    region: (
      <div role="status" aria-live="assertive" className="sr-only">
        {/* A new element for each sentence: otherwise a repeated one would be silent. */}
        <p key={said.count}>{said.words}</p>
      </div>
    ),
  };
}
