"use client";
import { PREVIEW_READY, type PreviewTheme, previewThemeOf } from "@archipel/theme/preview-message.ts";
import { useEffect } from "react";

/** In a frame of the console, a preview shows the theme that a manager is changing there. Only the window that holds the frame is heard. */
export function ThemeListener() {
  useEffect(() => {
    if (window.parent === window) return;
    const hear = ({ source, data }: MessageEvent) => {
      const wanted = source === window.parent ? previewThemeOf(data) : null;
      if (wanted) void show(wanted);
    };
    window.addEventListener("message", hear);
    window.parent.postMessage(PREVIEW_READY, "*");
    return () => window.removeEventListener("message", hear);
  }, []);
  return null;
}

async function show({ baseTheme, theme, mode }: PreviewTheme): Promise<void> {
  // Other readers of a preview do not load the code of themes.
  const [{ portalTheme }, { themeToCss }] = await Promise.all([
    import("@archipel/theme/portal-theme.ts"),
    import("@archipel/theme/css.ts"),
  ]);
  const style = document.head.querySelector("style[data-theme]");
  // The element keeps the nonce of the page, so that its new text is allowed too.
  if (style) style.textContent = themeToCss(portalTheme(baseTheme, theme));
  document.documentElement.dataset.mode = mode;
}
