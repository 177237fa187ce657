import type { IncomingMessage } from "node:http";

type Language = "fr" | "en";

/** The language of a refusal: that of the page's address, else of the browser. */
export function languageOf({ url = "", headers }: IncomingMessage): Language {
  const written = /^\/(fr|en)(?:[/?]|$)/.exec(url)?.[1] ?? headers["accept-language"]?.slice(0, 2).toLowerCase();
  return written === "en" ? "en" : "fr";
}

export const REFUSAL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *";

/** @param seconds after which the page opens again by itself, so that a person has nothing to do; null: never */
export function refusalPage(language: Language, text: string, seconds: number | null): string {
  const again = seconds === null ? "" : `<meta http-equiv="refresh" content="${seconds}">`;
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">${again}<title>${text}</title><style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}</style><p>${text}</p></html>`;
}
