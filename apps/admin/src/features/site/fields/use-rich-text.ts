"use client";
import { useEffect, useState } from "react";

export type RichTextKit = typeof import("./rich-text.ts");

let loaded: RichTextKit | null = null;

/** The visual editor, which is loaded with the first text that needs it; null before. */
export function useRichText(): RichTextKit | null {
  const [kit, setKit] = useState(loaded);
  useEffect(() => {
    if (kit) return;
    let isGone = false;
    import("./rich-text.ts").then(
      (module) => {
        loaded = module;
        if (!isGone) setKit(module);
      },
      // Without network the text is typed as Markdown.
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [kit]);
  return kit;
}
