import { clsx } from "clsx";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { hearEarly } from "./hear-early.ts";

type BoxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly ref?: Ref<HTMLInputElement> | undefined;
};

/** A checkbox and its label, as one target. */
export function Checkbox(props: BoxProps) {
  return <Box {...props} type="checkbox" />;
}

interface RadioGroupProps {
  readonly legend: ReactNode;
  readonly name: string;
  readonly options: readonly {
    readonly value: string;
    readonly label: ReactNode;
    readonly hint?: ReactNode;
    readonly disabled?: boolean;
  }[];
  readonly value?: string | undefined;
  readonly defaultValue?: string | undefined;
  readonly onValueChange?: ((value: string) => void) | undefined;
  readonly isInline?: boolean | undefined;
}

export function RadioGroup({ legend, name, options, value, defaultValue, onValueChange, isInline }: RadioGroupProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{legend}</legend>
      <div className={clsx("flex gap-x-6 gap-y-1", isInline ? "flex-wrap" : "flex-col")}>
        {options.map((option) => (
          <Box
            key={option.value}
            type="radio"
            name={name}
            value={option.value}
            label={option.label}
            hint={option.hint}
            disabled={option.disabled}
            {...(value === undefined ? { defaultChecked: option.value === defaultValue } : { checked: option.value === value })}
            onChange={() => onValueChange?.(option.value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Box({ label, hint, className, type, ref, ...props }: BoxProps & { readonly type: "checkbox" | "radio" }) {
  return (
    <label className={clsx("flex min-h-10 items-start gap-3 py-2", className)}>
      <input {...props} ref={ref ?? (props.onChange && hearEarly)} type={type} className="mt-0.5 size-5 shrink-0" />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-ink-muted text-small">{hint}</span>}
      </span>
    </label>
  );
}
