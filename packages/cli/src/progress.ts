import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { Out } from "./out.ts";

export interface ProgressLine {
  /** @param done null while nothing is counted @param total null while the total is unknown */
  update(what: string, done: number | null, total: number | null): void;
  end(): void;
}

const WIDTH = 24;
const EVERY_MS = { terminal: 100, pipe: 5_000 };

/** Shows progress on `err`, so that results on `out` stay clean: a bar that is redrawn on a terminal, a plain line every few seconds in a pipe. */
export function progressLine({ err, locale }: { err: Out; locale: Locale }, now: () => number = () => performance.now()): ProgressLine {
  const isTerminal = err.isTTY === true;
  let lastShown = now();
  let isDrawn = false;
  return {
    update(what, done, total) {
      if (now() - lastShown < (isTerminal ? EVERY_MS.terminal : EVERY_MS.pipe)) return;
      lastShown = now();
      const text = progressText(locale, what, done, total, isTerminal);
      err.write(isTerminal ? `\r\u001B[K${text}` : `${text}\n`);
      isDrawn = isTerminal;
    },
    end() {
      if (isDrawn) err.write("\r\u001B[K");
      isDrawn = false;
    },
  };
}

/** `[██████      ]  50 %  zones  5,000 / 10,000`, or the same without the bar. */
export function progressText(locale: Locale, what: string, done: number | null, total: number | null, isBar: boolean): string {
  if (done === null) return what;
  const figures = [done, ...(total === null ? [] : [total])].map((figure) => formatNumber(locale, figure)).join(" / ");
  if (total === null || total === 0) return `${what}  ${figures}`;
  const share = Math.min(1, done / total);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const bar = isBar ? `[${"█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH)}] ` : "";
  return `${bar}${percent}  ${what}  ${figures}`;
}
