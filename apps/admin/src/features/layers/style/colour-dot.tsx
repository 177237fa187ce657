import { hearEarly } from "@archipel/ui/hear-early.ts";

interface ColourDotProps {
  readonly value: string;
  /** Accessible name. */
  readonly label: string;
  readonly onChange: (colour: string) => void;
}

/** A colour, changed by the browser's own picker. */
export function ColourDot({ value, label, onChange }: ColourDotProps) {
  return (
    <input
      ref={hearEarly}
      type="color"
      value={value}
      aria-label={label}
      className="size-9 shrink-0 rounded-control border border-line-strong bg-surface p-1"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
