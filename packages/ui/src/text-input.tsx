import { clsx } from "clsx";
import type { InputHTMLAttributes, Ref, TextareaHTMLAttributes } from "react";
import { hearEarly } from "./hear-early.ts";

/** The look of a text box, shared by inputs, text areas and selects. */
export const controlClass =
  "min-h-control w-full rounded-control border border-line-strong bg-surface px-3 py-1.5 text-base text-ink placeholder:text-ink-muted aria-invalid:border-danger aria-invalid:outline-danger disabled:bg-sunken disabled:text-ink-muted";

export function TextInput({
  className,
  type = "text",
  ref,
  ...props
}: InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> | undefined }) {
  return <input {...props} ref={ref ?? (props.onChange && hearEarly)} type={type} className={clsx(controlClass, className)} />;
}

export function TextArea({
  className,
  rows = 4,
  ref,
  ...props
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> | undefined }) {
  return (
    <textarea {...props} ref={ref ?? (props.onChange && hearEarly)} rows={rows} className={clsx(controlClass, "resize-y", className)} />
  );
}
