interface CountMarkProps {
  readonly count: number;
  /** The same as a sentence, for screen readers. */
  readonly words: string;
}

/** The number of waiting items beside an entry of the navigation. Renders nothing for 0. */
export function CountMark({ count, words }: CountMarkProps) {
  if (count === 0) return null;
  return (
    <span className="figures ml-auto rounded-control bg-accent px-1.5 font-medium text-on-accent text-small">
      <span aria-hidden>{count}</span>
      <span className="sr-only"> ({words})</span>
    </span>
  );
}
