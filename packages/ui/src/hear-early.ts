import type { RefObject } from "react";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Types of `<input>` whose value is text as the person typed it. Browsers change the values of the others by themselves (colours, ranges). */
const TYPED = new Set(["text", "search", "tel", "url", "email", "password", "number", "date"]);

const heard = new WeakSet<Control>();

/**
 * A `ref` for a control with `onChange` on a page that the server renders: what the person chose or typed before the page was ready is
 * reported to `onChange` when React takes the control over.
 *
 * React leaves such a change on the screen but tells nobody. The page would show a choice that it does not count, and choosing it again
 * would change nothing. Controls that React created in the browser have no early change.
 */
export function hearEarly(control: Control | null): void {
  if (!control || heard.has(control)) return;
  heard.add(control);
  if (!isChanged(control)) return;
  // The value is taken now: when React renders the control again, it writes its own value over it.
  const { value } = control;
  // A task for each control, as for a person's own changes: the page renders one before it hears the next.
  setTimeout(() => control.isConnected && report(control, value));
}

/** The same for a control that its component also keeps in a ref of its own. */
export function hearEarlyIn<T extends Control>(kept: RefObject<T | null>): (control: T | null) => void {
  return (control) => {
    kept.current = control;
    hearEarly(control);
  };
}

/** Whether the control differs from what the server sent, which `defaultValue`, `defaultChecked` and `defaultSelected` keep. */
function isChanged(control: Control): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].some(({ defaultSelected, selected }) => defaultSelected && !selected);
  if (control.type === "file") return control.value !== "";
  // Choosing one radio also changes the one that was chosen: only the first is news.
  if (control.type === "radio") return isOn(control) && !wasOn(control);
  if (control.type === "checkbox") return isOn(control) !== wasOn(control);
  const isTyped = control instanceof HTMLTextAreaElement || TYPED.has(control.type);
  return isTyped && plain(control.value) !== plain(control.defaultValue);
}

const isOn = (control: Control) => control instanceof HTMLInputElement && control.checked;
const wasOn = (control: Control) => control instanceof HTMLInputElement && control.defaultChecked;

/** Browsers change line ends, and the blanks around addresses. */
const plain = (text: string) => text.replace(/[\r\n]/g, "").trim();

function report(control: Control, value: string): void {
  if (control instanceof HTMLSelectElement) {
    control.value = value;
    control.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (control.type === "file") {
    control.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox")) {
    const checked = !control.defaultChecked;
    control.checked = !checked;
    setUnseen(control, "checked", checked);
    // React takes changes of these two from clicks. An event that is no MouseEvent changes nothing by itself.
    control.dispatchEvent(new Event("click", { bubbles: true }));
  } else if (control.value === value || control.value === control.defaultValue) {
    const { selectionStart, selectionEnd, selectionDirection } = control;
    control.value = control.defaultValue;
    setUnseen(control, "value", value);
    if (selectionStart !== null && document.activeElement === control)
      control.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/**
 * Sets a property by the browser's own setter. React wraps the property of each control to know its last value, and reports an event only
 * when the value is another one: after a set that React saw and one that it did not see, it finds the person's value new.
 */
function setUnseen(control: HTMLInputElement | HTMLTextAreaElement, property: "value" | "checked", value: string | boolean): void {
  const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), property);
  native?.set?.call(control, value);
}
