/** What the commands need of a stream: standard output or error, or a test's memory. */
export interface Out {
  /** On a terminal a person watches; in a pipe a program reads. */
  isTTY?: boolean;
  /** False when the reader is behind: `drain` tells when it has caught up. */
  write(text: string): boolean;
  once?(event: "drain", listener: () => void): unknown;
}

/** Writes, and waits for a slow reader, so that a million lines do not gather in memory. */
export async function writeTo(out: Out, text: string): Promise<void> {
  if (text === "" || out.write(text) || !out.once) return;
  await new Promise<void>((resolve) => out.once?.("drain", resolve));
}
