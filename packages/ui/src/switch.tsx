"use client";
import { Switch as Base } from "@base-ui/react/switch";
import { clsx } from "clsx";
import type { ReactNode } from "react";

interface SwitchProps {
  readonly label: ReactNode;
  readonly isLabelHidden?: boolean | undefined;
  readonly checked?: boolean | undefined;
  readonly defaultChecked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly name?: string | undefined;
  readonly onCheckedChange?: ((checked: boolean) => void) | undefined;
}

/** Takes effect at once; use a checkbox in a form that must be saved. */
export function Switch({ label, isLabelHidden, ...props }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch renders its own hidden input inside the label
    <label className="inline-flex min-h-10 items-center gap-3">
      <Base.Root
        {...props}
        className="flex h-6 w-11 shrink-0 rounded-full border border-line-strong bg-sunken p-0.5 transition-colors duration-150 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
      >
        <Base.Thumb className="aspect-square h-full rounded-full bg-line-strong transition-transform duration-150 data-checked:translate-x-5 data-checked:bg-on-accent" />
      </Base.Root>
      <span className={clsx(isLabelHidden && "sr-only")}>{label}</span>
    </label>
  );
}
