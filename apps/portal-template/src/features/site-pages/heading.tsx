import type { Said } from "../site/said.ts";

interface HeadingProps {
  readonly level: 1 | 2 | 3;
  readonly said: Said;
  readonly className?: string;
}

/** A heading in the language of its text; nothing without a text. */
export function Heading({ level, said: { text, attrs }, className }: HeadingProps) {
  if (text === "") return null;
  const Tag = `h${level}` as const;
  return (
    <Tag {...attrs} className={className}>
      {text}
    </Tag>
  );
}

/** A short text without marks, with the line breaks that its author typed; nothing without a text. */
export function Lines({ said: { text, attrs }, className = "" }: Omit<HeadingProps, "level">) {
  if (text === "") return null;
  return (
    <p {...attrs} className={`whitespace-pre-line break-words ${className}`}>
      {text}
    </p>
  );
}
