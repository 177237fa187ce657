import { Editor, type Extensions } from "@tiptap/core";
import { Markdown, MarkdownManager } from "@tiptap/markdown";
import StarterKit from "@tiptap/starter-kit";
import { plainerHtml } from "./pasted-html.ts";

/** Undo belongs to the page's history; Markdown has no underlining. */
const extensions: Extensions = [
  StarterKit.configure({
    undoRedo: false,
    underline: false,
    trailingNode: false,
    link: { openOnClick: false, autolink: false, protocols: ["http", "https", "mailto", "tel"] },
  }),
  Markdown,
];

/** What the visual editor keeps as it is. Tables, pictures and markup of other kinds would be lost. */
const KEPT = new Set([
  "space",
  "paragraph",
  "text",
  "escape",
  "strong",
  "em",
  "del",
  "codespan",
  "code",
  "br",
  "heading",
  "hr",
  "blockquote",
  "list",
  "list_item",
  "link",
]);

interface Token {
  readonly type: string;
  readonly task?: boolean;
  readonly title?: string | null;
  readonly tokens?: readonly Token[];
  readonly items?: readonly Token[];
}

/** Whether the visual editor can edit a Markdown text without losing a part of it. */
export function isRichText(markdown: string): boolean {
  const tokens = new MarkdownManager({ extensions }).instance.lexer(markdown) as readonly Token[];
  const isKept = ({ type, task, tokens: inner = [], items = [] }: Token): boolean =>
    KEPT.has(type) && task !== true && [...inner, ...items].every(isKept);
  return tokens.every(isKept);
}

export interface RichText {
  readonly editor: Editor;
  /** Shows a text that was not typed here: after an undo, or in another language. */
  readonly show: (markdown: string) => void;
}

/** Starts a visual editor in an element. `onWrite` gets the Markdown after each change that a person makes. */
export function startRichText(element: HTMLElement, attributes: Record<string, string>, onWrite: (markdown: string) => void): RichText {
  let written = "";
  const editor = new Editor({
    element,
    extensions,
    // The policy of the page refuses style elements; the rules are in `globals.css`.
    injectCSS: false,
    editorProps: { attributes, transformPastedHTML: plainerHtml },
    onUpdate: () => {
      written = editor.getMarkdown().trim();
      onWrite(written);
    },
  });
  return {
    editor,
    show: (markdown) => {
      if (markdown.trim() === written) return;
      written = markdown.trim();
      const { from, to } = editor.state.selection;
      editor.commands.setContent(markdown, { contentType: "markdown", emitUpdate: false });
      const end = editor.state.doc.content.size;
      editor.commands.setTextSelection({ from: Math.min(from, end), to: Math.min(to, end) });
    },
  };
}
