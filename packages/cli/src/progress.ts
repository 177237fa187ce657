import type { Out } from "./out.ts";

export interface ProgressLine {
  /** @param total null while it is not known */
  tell(what: string, done: number, total: number | null): void;
  end(): void;
}

const WIDTH = 24;
const EVERY_MS = { terminal: 100, pipe: 5_000 };

/** How far something is: a bar that is drawn anew on a terminal, a plain line now and then in a pipe. Goes beside the results, not among them. */
export function progressLine(out: Out, now: () => number = () => performance.now()): ProgressLine {
  const isTerminal = out.isTTY === true;
  let told = now();
  let isDrawn = false;
  return {
    tell(what, done, total) {
      if (now() - told < (isTerminal ? EVERY_MS.terminal : EVERY_MS.pipe)) return;
      told = now();
      const text = progressText(what, done, total, isTerminal);
      out.write(isTerminal ? `\r\u001B[K${text}` : `${text}\n`);
      isDrawn = isTerminal;
    },
    end() {
      if (isDrawn) out.write("\r\u001B[K");
      isDrawn = false;
    },
  };
}

/** `[██████      ]  50 %  zones  5,000 / 10,000`, or the same without the bar. */
export function progressText(what: string, done: number, total: number | null, isBar: boolean): string {
  const figures = total === null ? done.toLocaleString("en") : `${done.toLocaleString("en")} / ${total.toLocaleString("en")}`;
  if (total === null || total === 0) return `${what}  ${figures}`;
  const share = Math.min(1, done / total);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const bar = isBar ? `[${"█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH)}] ` : "";
  return `${bar}${percent}  ${what}  ${figures}`;
}
