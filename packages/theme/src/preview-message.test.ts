import { expect, test } from "vitest";
import { isPreviewReady, PREVIEW_READY, previewThemeOf } from "./preview-message.ts";

test("only a theme for the preview is taken; what it holds is checked where it is drawn", () => {
  const sent = { archipel: "preview-theme", baseTheme: "risques", theme: { colours: 1 }, mode: "dark" };
  expect(previewThemeOf(sent)).toEqual(sent);
  expect(previewThemeOf({ ...sent, mode: "</style>" })?.mode).toBe("light");
  for (const other of [null, 1, "preview-theme", {}, PREVIEW_READY, { ...sent, baseTheme: 1 }]) expect(previewThemeOf(other)).toBeNull();
});

test("a preview says that it is ready", () => {
  expect(isPreviewReady(structuredClone(PREVIEW_READY))).toBe(true);
  for (const other of [null, "preview-ready", { archipel: "preview-theme" }]) expect(isPreviewReady(other)).toBe(false);
});
