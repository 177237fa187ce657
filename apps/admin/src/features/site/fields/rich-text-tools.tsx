"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import type { Editor } from "@tiptap/core";
import { clsx } from "clsx";
import { Bold, Heading2, Heading3, Italic, Link2, List, ListOrdered, type LucideIcon, Quote } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useReducer, useRef, useState } from "react";
import { addressOf } from "../things/address.ts";

interface Tool {
  readonly key: "bold" | "italic" | "title" | "subtitle" | "bullets" | "numbers" | "quote";
  readonly Icon: LucideIcon;
  readonly isOn: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => void;
}

const TOOLS: readonly Tool[] = [
  { key: "bold", Icon: Bold, isOn: (e) => e.isActive("bold"), run: (e) => e.chain().focus().toggleBold().run() },
  { key: "italic", Icon: Italic, isOn: (e) => e.isActive("italic"), run: (e) => e.chain().focus().toggleItalic().run() },
  {
    key: "title",
    Icon: Heading2,
    isOn: (e) => e.isActive("heading", { level: 2 }),
    run: (e) => e.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    key: "subtitle",
    Icon: Heading3,
    isOn: (e) => e.isActive("heading", { level: 3 }),
    run: (e) => e.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  { key: "bullets", Icon: List, isOn: (e) => e.isActive("bulletList"), run: (e) => e.chain().focus().toggleBulletList().run() },
  { key: "numbers", Icon: ListOrdered, isOn: (e) => e.isActive("orderedList"), run: (e) => e.chain().focus().toggleOrderedList().run() },
  { key: "quote", Icon: Quote, isOn: (e) => e.isActive("blockquote"), run: (e) => e.chain().focus().toggleBlockquote().run() },
];

/** The tools of a text: one stop of the Tab key, the arrows move among them. */
export function RichTextTools({ editor, labelId }: { readonly editor: Editor; readonly labelId: string }) {
  const t = useTranslations("site-editor.markdown");
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [isLinking, setLinking] = useState(false);
  const [current, setCurrent] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    editor.on("transaction", redraw);
    return () => {
      editor.off("transaction", redraw);
    };
  }, [editor]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(bar.current?.querySelectorAll<HTMLElement>("[data-tool]") ?? [])];
    const next = (current + step + buttons.length) % buttons.length;
    setCurrent(next);
    buttons[next]?.focus();
  };
  const look = (isOn: boolean) => clsx("!min-h-9 !size-9", isOn && "bg-accent-soft");
  return (
    <>
      <div
        ref={bar}
        role="toolbar"
        aria-labelledby={labelId}
        onKeyDown={onKeyDown}
        className="flex flex-wrap gap-0.5 border-line border-b p-1"
      >
        {TOOLS.map(({ key, Icon, isOn, run }, index) => (
          <Button
            key={key}
            tone="quiet"
            isSquare
            data-tool={key}
            aria-label={t(`tools.${key}`)}
            title={t(`tools.${key}`)}
            aria-pressed={isOn(editor)}
            tabIndex={index === current ? 0 : -1}
            className={look(isOn(editor))}
            onFocus={() => setCurrent(index)}
            onClick={() => run(editor)}
          >
            <Icon aria-hidden className="size-4" />
          </Button>
        ))}
        <Button
          tone="quiet"
          isSquare
          data-tool="link"
          aria-label={t("tools.link")}
          title={t("tools.link")}
          aria-pressed={editor.isActive("link")}
          aria-expanded={isLinking}
          tabIndex={current === TOOLS.length ? 0 : -1}
          className={look(editor.isActive("link"))}
          onFocus={() => setCurrent(TOOLS.length)}
          onClick={() => setLinking(!isLinking)}
        >
          <Link2 aria-hidden className="size-4" />
        </Button>
      </div>
      {isLinking && <LinkForm editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}

/** The address of the selected words. Without a selection the address itself is written. */
function LinkForm({ editor, onClose }: { readonly editor: Editor; readonly onClose: () => void }) {
  const t = useTranslations("site-editor.markdown");
  const [typed, setTyped] = useState(String(editor.getAttributes("link").href ?? ""));
  const [isWrong, setWrong] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const close = () => {
    editor.commands.focus();
    onClose();
  };
  const use = () => {
    const href = addressOf(typed);
    if (!/^(https?:\/\/\S+|mailto:\S+|tel:.+)$/i.test(href)) return setWrong(true);
    const chain = editor.chain().focus().extendMarkRange("link");
    if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: typed.trim(), marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    onClose();
  };
  return (
    <div className="flex flex-wrap items-end gap-2 border-line border-b bg-sunken p-2">
      <Field label={t("linkAddress")} error={isWrong ? t("linkWrong") : undefined} className="min-w-0 flex-1 basis-48">
        {(control) => (
          <TextInput
            {...control}
            ref={input}
            value={typed}
            inputMode="url"
            spellCheck={false}
            onChange={(event) => {
              setTyped(event.target.value);
              setWrong(false);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                use();
              }
              if (event.key === "Escape") {
                event.stopPropagation();
                close();
              }
            }}
          />
        )}
      </Field>
      <Button tone="primary" onClick={use}>
        {t("linkUse")}
      </Button>
      {editor.isActive("link") && (
        <Button
          onClick={() => {
            editor.chain().focus().extendMarkRange("link").unsetLink().run();
            onClose();
          }}
        >
          {t("linkRemove")}
        </Button>
      )}
    </div>
  );
}
