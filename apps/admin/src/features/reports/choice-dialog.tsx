"use client";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useRef } from "react";

export interface DialogChoice {
  readonly key: string;
  readonly label: ReactNode;
  readonly hint?: string | undefined;
  readonly onChoose: () => void;
}

interface ChoiceDialogProps {
  readonly title: string;
  readonly choices: readonly DialogChoice[];
  readonly open: boolean;
  readonly onClose: () => void;
  /** Another input, below the list. */
  readonly children?: ReactNode;
}

/** A choice among a few: by its digit, by arrows and Enter, or by a click. */
export function ChoiceDialog({ title, choices, open, onClose, children }: ChoiceDialogProps) {
  const tc = useTranslations("common.actions");
  const first = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const choose = (choice: DialogChoice | undefined) => {
    if (!choice) return;
    onClose();
    choice.onChoose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else if (digit) choose(choices[Number(digit) - 1]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={title} closeLabel={tc("close")} open={open} onOpenChange={(isOpen) => !isOpen && onClose()} initialFocus={first}>
      <ol ref={list} className="flex flex-col gap-1" onKeyDown={onKeyDown}>
        {choices.map((choice, index) => (
          <li key={choice.key}>
            <button
              ref={index === 0 ? first : undefined}
              type="button"
              onClick={() => choose(choice)}
              className="flex min-h-11 w-full items-center gap-3 rounded-control px-3 py-2 text-left hover:bg-sunken focus:bg-accent-soft"
            >
              <kbd
                aria-hidden
                className="figures min-w-6 rounded-control border border-line-strong bg-sunken px-1.5 text-center text-small"
              >
                {index < 9 ? index + 1 : "·"}
              </kbd>
              <span className="min-w-0 flex-1 break-words">
                {choice.label}
                {choice.hint && <span className="block text-ink-muted text-small">{choice.hint}</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {children && <div className="mt-4 border-line border-t pt-4">{children}</div>}
    </Dialog>
  );
}
