"use client";
import { clsx } from "clsx";
import { useEffect, useState } from "react";
import type { ControlProps } from "./field.tsx";
import { hearEarly } from "./hear-early.ts";
import { controlClass } from "./text-input.tsx";

interface ColourInputProps extends Partial<ControlProps> {
  /** `#rrggbb` */
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Label of the picker beside the text box. */
  readonly pickerLabel: string;
  readonly disabled?: boolean | undefined;
}

/** A colour by picker or by its code; `onValueChange` is called with complete codes only. */
export function ColourInput({ value, onValueChange, pickerLabel, disabled, ...control }: ColourInputProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const write = (next: string) => {
    setText(next);
    const code = /^#?([0-9a-f]{6})$/i.exec(next.trim())?.[1];
    if (code) onValueChange(`#${code.toLowerCase()}`);
  };
  return (
    <div className="flex items-center gap-2">
      <input
        ref={hearEarly}
        type="color"
        value={value}
        aria-label={pickerLabel}
        disabled={disabled}
        onChange={(event) => write(event.target.value)}
        className="size-control shrink-0 rounded-control border border-line-strong bg-surface p-1"
      />
      <input
        ref={hearEarly}
        {...control}
        type="text"
        value={text}
        disabled={disabled}
        spellCheck={false}
        maxLength={7}
        onChange={(event) => write(event.target.value)}
        onBlur={() => setText(value)}
        className={clsx(controlClass, "figures max-w-32")}
      />
    </div>
  );
}
