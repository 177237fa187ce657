"use client";
import { Slider as Base } from "@base-ui/react/slider";
import { ChevronsLeftRight } from "lucide-react";

interface CurtainProps {
  /** What is on either side, for screen readers. */
  readonly label: string;
  /** Percent of the width, from the left. */
  readonly value: number;
  readonly onValueChange: (value: number) => void;
}

/** A line over its (positioned) parent, moved from side to side by pointer or arrow keys. Everything but the line lets pointer events through. */
export function Curtain({ label, value, onValueChange }: CurtainProps) {
  return (
    <Base.Root value={value} largeStep={10} onValueChange={onValueChange} className="pointer-events-none absolute inset-0">
      <Base.Control className="h-full">
        <Base.Track className="h-full">
          <Base.Thumb
            aria-label={label}
            className="group pointer-events-auto flex h-full w-11 cursor-ew-resize touch-none items-center justify-center"
          >
            <span aria-hidden className="absolute inset-y-0 w-0.5 bg-ink" />
            <span
              aria-hidden
              className="relative flex size-9 items-center justify-center rounded-full border border-line-strong bg-surface text-ink shadow-raised group-has-focus-visible:outline-3 group-has-focus-visible:outline-focus group-has-focus-visible:outline-offset-2"
            >
              <ChevronsLeftRight className="size-5" />
            </span>
          </Base.Thumb>
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
