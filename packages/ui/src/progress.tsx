import { clsx } from "clsx";
import { useId } from "react";

interface ProgressProps {
  /** What is in progress. */
  readonly label: string;
  /** Share done, 0 to 1; null while it is unknown. */
  readonly share: number | null;
  /** Amount and time: "12 of 34 MB, about 20 s left". */
  readonly detail?: string | undefined;
  readonly className?: string | undefined;
}

/** A progress bar with its label, amount and time left. */
export function Progress({ label, share, detail, className }: ProgressProps) {
  const id = useId();
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div className={clsx("flex flex-col gap-1.5", className)}>
      <div className="flex justify-between gap-4">
        <span id={id}>{label}</span>
        {percent !== null && <span className="figures text-ink-muted">{percent} %</span>}
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== null && { "aria-valuenow": percent })}
        {...(detail && { "aria-valuetext": detail })}
        className="h-2 overflow-hidden rounded-full bg-sunken outline outline-line-strong"
      >
        <div
          className={clsx("h-full rounded-full bg-accent transition-[width] duration-200", percent === null && "w-1/3 animate-pulse")}
          {...(percent !== null && { style: { width: `${percent}%` } })}
        />
      </div>
      {detail && <p className="text-ink-muted text-small">{detail}</p>}
    </div>
  );
}
