import type { Mode } from "./tokens.ts";

/** What a preview of a portal tells the window that holds it in a frame: it can show a theme that is not saved. */
export const PREVIEW_READY = { archipel: "preview-ready" } as const;

/** A theme that is not saved, for the preview in a frame. */
export interface PreviewTheme {
  readonly archipel: "preview-theme";
  readonly baseTheme: string;
  /** As a person left it: the preview keeps its valid tokens. */
  readonly theme: unknown;
  readonly mode: Mode;
}

export function isPreviewReady(data: unknown): boolean {
  return isMessage(data) && data.archipel === PREVIEW_READY.archipel;
}

/** The theme of a message; null for any other message. */
export function previewThemeOf(data: unknown): PreviewTheme | null {
  if (!isMessage(data) || data.archipel !== "preview-theme" || typeof data.baseTheme !== "string") return null;
  return { archipel: "preview-theme", baseTheme: data.baseTheme, theme: data.theme, mode: data.mode === "dark" ? "dark" : "light" };
}

const isMessage = (data: unknown): data is Record<string, unknown> => typeof data === "object" && data !== null;
