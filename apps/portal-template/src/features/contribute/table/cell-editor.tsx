import type { LayerField } from "@archipel/contracts/layers.ts";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import type { Editing, Leaving } from "./use-grid.ts";

interface CellEditorProps {
  readonly field: LayerField;
  readonly label: string;
  readonly editing: Editing;
  readonly describedBy: string;
  readonly onLeave: (text: string | null, leaving: Leaving, isForAll?: boolean) => void;
}

/** The input over a cell. Enter writes and goes down, Tab to the right, Escape gives up; leaving writes too. */
export function CellEditor({ field, label, editing, describedBy, onLeave }: CellEditorProps) {
  const t = useTranslations("edit.form");
  const input = useRef<HTMLInputElement>(null);
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
  const yesNo = [t("yes"), t("no")].map((word) => ({ value: word.toLowerCase(), label: undefined }));
  const choices = field.type === "boolean" ? yesNo : (field.rule?.values ?? []);
  return (
    <>
      <input
        ref={input}
        aria-label={label}
        aria-describedby={describedBy}
        defaultValue={editing.text}
        autoComplete="off"
        spellCheck={field.type === "text"}
        inputMode={field.type === "integer" ? "numeric" : field.type === "double" ? "decimal" : "text"}
        {...(choices.length > 0 && { list: `${describedBy}-choices` })}
        className="absolute inset-0 z-10 size-full border-2 border-accent bg-surface px-2 text-ink text-small outline-none"
        onPointerDown={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onBlur={(event) => leave(event.target.value, "stay")}
        onKeyDown={(event) => {
          // The keys of an input method are its own.
          if (event.nativeEvent.isComposing) return;
          const text = event.currentTarget.value;
          const isControl = event.ctrlKey || event.metaKey;
          const act = (what: () => void) => {
            event.preventDefault();
            what();
          };
          event.stopPropagation();
          if (event.key === "Enter") act(() => leave(text, isControl ? "here" : event.shiftKey ? "up" : "down", isControl));
          else if (event.key === "Tab") act(() => leave(text, event.shiftKey ? "left" : "right"));
          else if (event.key === "Escape") act(() => leave(null, "here"));
          else if (editing.isTyped && event.key === "ArrowDown" && choices.length === 0) act(() => leave(text, "down"));
          else if (editing.isTyped && event.key === "ArrowUp" && choices.length === 0) act(() => leave(text, "up"));
        }}
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
