/** What a check found: one line. */
export interface CheckLine {
  /** What was checked, in a word or two. */
  subject: string;
  state: "ok" | "warning" | "error";
  /** What is so. */
  text: string;
  /** What to do; absent when all is well. */
  repair?: string;
}

/** One thing to check. */
export interface Check {
  subject: string;
  /** Longest time in seconds; then the check itself is an error. */
  seconds: number;
  run(signal: AbortSignal): Promise<CheckLine[]>;
}

/** The lines of one subject. */
export function linesOf(subject: string) {
  return {
    ok: (text: string): CheckLine => ({ subject, state: "ok", text }),
    warning: (text: string, repair: string): CheckLine => ({ subject, state: "warning", text, repair }),
    error: (text: string, repair: string): CheckLine => ({ subject, state: "error", text, repair }),
  };
}

/** `1.5 GiB` */
export function sizeOf(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

/**
 * A sentence in two: what is so, and what to do. The last mark is between them, because what is so may quote a message that has some too.
 * The second part is empty where there is no mark.
 */
export function inTwo(sentence: string, mark = ": "): [text: string, repair: string] {
  const at = sentence.lastIndexOf(mark);
  return at < 0 ? [sentence, ""] : [sentence.slice(0, at), sentence.slice(at + mark.length)];
}

/** The message of an error with the reason that `fetch` hides in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const detail = cause instanceof Error ? cause.message || ("code" in cause ? String(cause.code) : "") : "";
  return (detail ? `${error.message}: ${detail}` : error.message).replaceAll(/\s+/g, " ");
}
