/** The part of a stream that commands use: standard output, standard error, or a string in tests. */
export interface Out {
  /** True on a terminal, where a person reads; false or absent in a pipe, where a program reads. */
  isTTY?: boolean;
  /** Returns false when the buffer is full; the `drain` event says when it is empty again. */
  write(text: string): boolean;
  once?(event: "drain", listener: () => void): unknown;
}

/** Writes, and waits for a slow reader, so that a million lines do not pile up in memory. */
export async function writeTo(out: Out, text: string): Promise<void> {
  if (text === "" || out.write(text) || !out.once) return;
  await new Promise<void>((resolve) => out.once?.("drain", resolve));
}
