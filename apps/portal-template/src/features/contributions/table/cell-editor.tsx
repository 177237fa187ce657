import type { LayerField } from "@archipel/contracts/layers.ts";
import { useTranslations } from "next-intl";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useLayoutEffect, useRef } from "react";
import type { Editing, Leaving } from "./use-grid.ts";

interface CellEditorProps {
  readonly field: LayerField;
  readonly label: string;
  readonly editing: Editing;
  readonly describedBy: string;
  readonly onLeave: (text: string | null, leaving: Leaving, isForAll?: boolean) => void;
}

/** The input over a cell. Enter writes and goes down, Tab writes and goes right, Escape cancels; losing the focus writes too. */
export function CellEditor({ field, label, editing, describedBy, onLeave }: CellEditorProps) {
  const t = useTranslations("contributions.form");
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true });
    if (editing.isFilling) input.current?.select();
  }, [editing.isFilling]);
  const leave = (text: string | null, leaving: Leaving, isForAll = false) => {
    if (isOver.current) return;
    isOver.current = true;
    onLeave(text, leaving, isForAll);
  };
  const isText = field.type === "text";
  const yesNo = [t("yes"), t("no")].map((word) => ({ value: word.toLowerCase(), label: undefined }));
  const choices = field.type === "boolean" ? yesNo : (field.rule?.values ?? []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    // While an input method composes a character, its keys must not act on the cell.
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    const { key, currentTarget, altKey, shiftKey } = event;
    const text = currentTarget.value;
    const isForAll = event.ctrlKey || event.metaKey;
    const act = (what: () => void) => {
      event.preventDefault();
      what();
    };
    if (key === "Enter" && altKey && isText) act(() => currentTarget.setRangeText("\n", text.length, text.length, "end"));
    else if (key === "Enter") act(() => leave(text, isForAll ? "here" : shiftKey ? "up" : "down", isForAll));
    else if (key === "Tab") act(() => leave(text, shiftKey ? "left" : "right"));
    else if (key === "Escape") act(() => leave(null, "here"));
    else if (editing.isTyped && choices.length === 0 && key === "ArrowDown") act(() => leave(text, "down"));
    else if (editing.isTyped && choices.length === 0 && key === "ArrowUp") act(() => leave(text, "up"));
  };
  const shared = {
    ref: input,
    "aria-label": label,
    "aria-describedby": describedBy,
    defaultValue: editing.text,
    autoComplete: "off",
    onPointerDown: (event: PointerEvent) => event.stopPropagation(),
    onDoubleClick: (event: MouseEvent) => event.stopPropagation(),
    onBlur: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => leave(event.target.value, "stay"),
    onKeyDown,
  };
  const look = "absolute z-10 border-2 border-accent bg-surface px-2 text-ink text-small outline-none";
  // A text area keeps line breaks: a plain input would remove them.
  if (isText && choices.length === 0) {
    const lines = editing.text.split("\n").length;
    return (
      <textarea
        {...shared}
        spellCheck
        rows={Math.min(6, lines)}
        className={`${look} top-0 left-0 min-h-full w-full resize-none py-1.5 ${lines > 1 ? "" : "overflow-hidden whitespace-nowrap"}`}
      />
    );
  }
  return (
    <>
      <input
        {...shared}
        inputMode={field.type === "integer" ? "numeric" : field.type === "double" ? "decimal" : "text"}
        {...(choices.length > 0 && { list: `${describedBy}-choices` })}
        className={`${look} inset-0 size-full`}
      />
      {choices.length > 0 && (
        <datalist id={`${describedBy}-choices`}>
          {choices.map(({ value, label: words }) => (
            <option key={value} value={value} label={words} />
          ))}
        </datalist>
      )}
    </>
  );
}
