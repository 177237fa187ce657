import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";

/**
 * Saves what is seen as a PNG, on the colour of the page, with a line that says what it is.
 *
 * @param page gives the colours
 */
export function savePicture(engine: CloudEngine, page: HTMLElement, caption: string, fileName: string): void {
  const points = engine.picture();
  const { width, height } = points;
  const foot = Math.round(Math.max(28, height / 26));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height + foot;
  const context = canvas.getContext("2d");
  if (!context) return;
  const { backgroundColor, color, fontFamily } = getComputedStyle(page);
  context.fillStyle = backgroundColor;
  context.fillRect(0, 0, width, height + foot);
  context.drawImage(points, 0, 0);
  context.fillStyle = color;
  context.font = `${Math.round(foot * 0.5)}px ${fontFamily}`;
  context.textBaseline = "middle";
  context.fillText(caption, foot / 2, height + foot / 2, width - foot);
  canvas.toBlob((blob) => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
    URL.revokeObjectURL(url);
  }, "image/png");
}
