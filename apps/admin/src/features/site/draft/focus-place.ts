/** Focuses the field of a place, or of the nearest place around it; the heading of the form when it has no field. */
export function focusPlace(where: string): void {
  const parts = where.split(".");
  for (let count = parts.length; count > 0; count--) {
    const around = parts.slice(0, count).join(".");
    const found = fieldAt(`[data-where="${CSS.escape(around)}"]`) ?? fieldAt(`[data-where^="${CSS.escape(`${around}.`)}"]`);
    if (!found) continue;
    for (let box = found.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "center" });
    return;
  }
  document.getElementById("block-form")?.focus();
}

const FOCUSABLE = "input, textarea, select, button, [contenteditable=true]";

function fieldAt(selector: string): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(selector);
  return found?.matches(FOCUSABLE) ? found : (found?.querySelector<HTMLElement>(FOCUSABLE) ?? null);
}
