import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";
import type { Ref, SelectHTMLAttributes } from "react";
import { hearEarly } from "./hear-early.ts";
import { controlClass } from "./text-input.tsx";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, "children"> & {
  readonly options: readonly SelectOption[];
  readonly ref?: Ref<HTMLSelectElement> | undefined;
};

/** The platform's own list: it works without scripts, on phones and with every screen reader. */
export function Select({ options, className, ref, ...props }: SelectProps) {
  return (
    <span className={clsx("relative block", className)}>
      <select {...props} ref={ref ?? (props.onChange && hearEarly)} className={clsx(controlClass, "appearance-none pr-10")}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-ink-muted" />
    </span>
  );
}
