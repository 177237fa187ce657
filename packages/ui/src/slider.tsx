"use client";
import { Slider as Base } from "@base-ui/react/slider";
import { clsx } from "clsx";

interface SliderProps {
  readonly label: string;
  readonly isLabelHidden?: boolean | undefined;
  readonly value: number;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  /** The value as text, shown and read out. */
  readonly format?: ((value: number) => string) | undefined;
  readonly onValueChange: (value: number) => void;
}

export function Slider({ label, isLabelHidden, value, min = 0, max = 100, step = 1, format = String, onValueChange }: SliderProps) {
  return (
    <Base.Root
      value={value}
      min={min}
      max={max}
      step={step}
      onValueChange={onValueChange}
      className="grid grid-cols-[1fr_auto] items-center gap-x-3"
    >
      <Base.Label className={clsx("text-small", isLabelHidden && "sr-only")}>{label}</Base.Label>
      <span aria-hidden className={clsx("figures text-ink-muted text-small", isLabelHidden && "order-2")}>
        {format(value)}
      </span>
      <Base.Control className={clsx("flex h-8 touch-none items-center", !isLabelHidden && "col-span-2")}>
        <Base.Track className="h-1.5 w-full rounded-full bg-line-strong">
          <Base.Indicator className="rounded-full bg-accent" />
          <Base.Thumb
            getAriaValueText={() => format(value)}
            className="size-6 rounded-full border-2 border-surface bg-accent shadow-raised has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
