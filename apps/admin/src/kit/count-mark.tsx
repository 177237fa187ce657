interface CountMarkProps {
  readonly count: number;
  /** The same in words, for those who do not see the mark. */
  readonly words: string;
}

/** How much waits behind an entry of the navigation; nothing when nothing does. */
export function CountMark({ count, words }: CountMarkProps) {
  if (count === 0) return null;
  return (
    <span className="figures ml-auto rounded-control bg-accent px-1.5 font-medium text-on-accent text-small">
      <span aria-hidden>{count}</span>
      <span className="sr-only"> ({words})</span>
    </span>
  );
}
