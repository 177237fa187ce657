"use client";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useFields } from "./fields-context.tsx";
import type { RichText } from "./rich-text.ts";
import { RichTextTools } from "./rich-text-tools.tsx";
import type { RichTextKit } from "./use-rich-text.ts";

interface RichTextBoxProps {
  readonly kit: RichTextKit;
  readonly value: string;
  /** What readers get while the text is missing. */
  readonly instead: { readonly text?: string; readonly language?: string };
  readonly where: string;
  readonly labelId: string;
  readonly describedBy: string;
  readonly onWrite: (markdown: string) => void;
}

/** A text box with its tools, in which a text looks as it will on the page. */
export function RichTextBox({ kit, value, instead, where, labelId, describedBy, onWrite }: RichTextBoxProps) {
  const { language } = useFields();
  const box = useRef<HTMLDivElement>(null);
  const [rich, setRich] = useState<RichText | null>(null);
  const write = useEffectEvent(onWrite);
  useEffect(() => {
    if (!box.current) return;
    const attributes = {
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": labelId,
      "data-where": where,
      lang: language,
      // The editor's own style hides the outline.
      class: "prose rich-text focus-visible:outline-3! focus-visible:outline-focus! focus-visible:-outline-offset-3!",
    };
    const started = kit.startRichText(box.current, attributes, (markdown) => write(markdown));
    setRich(started);
    return () => started.editor.destroy();
  }, [kit, language, where, labelId]);
  useEffect(() => rich?.show(value), [rich, value]);
  useEffect(() => {
    const element = rich?.editor.view.dom;
    if (describedBy) element?.setAttribute("aria-describedby", describedBy);
    else element?.removeAttribute("aria-describedby");
  }, [rich, describedBy]);
  return (
    <div className="rounded-control border border-line-strong bg-surface">
      {rich && <RichTextTools editor={rich.editor} labelId={labelId} />}
      <div className="relative max-h-96 overflow-y-auto">
        {value === "" && instead.text && (
          <p
            aria-hidden
            lang={instead.language}
            className="pointer-events-none absolute inset-x-0 top-0 line-clamp-4 whitespace-pre-line px-3 py-2 text-ink-muted"
          >
            {instead.text}
          </p>
        )}
        <div ref={box} />
      </div>
    </div>
  );
}
