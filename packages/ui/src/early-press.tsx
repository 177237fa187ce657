"use client";
import { type ReactNode, useLayoutEffect, useRef } from "react";

/** Where the button is noted that was pressed last before its part of the page was ready; null since it is. */
interface Part {
  archipelPressed?: HTMLElement | null | undefined;
}

declare global {
  interface Window extends Part {}
}

/**
 * Runs while the page is read, before any of its other scripts. Buttons of plain forms are left out: the browser sends those itself. A
 * form with the method `dialog` waits for the page's scripts.
 */
const WATCH = `addEventListener("click",function(event){
var pressed=event.isTrusted&&event.target.closest("button,[role=switch]");
if(!pressed||(pressed.type==="submit"&&pressed.form&&pressed.form.method!=="dialog"))return;
var part=pressed.closest("[data-late]")||window;
if(part.archipelPressed!==null)part.archipelPressed=pressed;
},true)`;

/** Repeats the press that came before a part of the page was ready. */
function repeatPress(part: Part): void {
  const pressed = part.archipelPressed;
  part.archipelPressed = null;
  // React also gets ready within a press, and then takes this press itself.
  const isTaken = window.event?.type === "click";
  // Two tasks later: the changes of controls come first, which `hearEarly` reports, because the button may send them.
  if (pressed && !isTaken) setTimeout(() => setTimeout(() => (pressed.isConnected ? pressed : sameButton(part, pressed))?.click()));
}

/** The button that took the place of one that was drawn for another width of the window: it has the same name. */
function sameButton(part: Part, gone: HTMLElement): HTMLElement | undefined {
  const nameOf = (button: HTMLElement) => button.getAttribute("aria-label") ?? button.textContent;
  const buttons = (part instanceof HTMLElement ? part : document).querySelectorAll<HTMLElement>("button,[role=switch]");
  return [...buttons].find((button) => nameOf(button) === nameOf(gone));
}

interface EarlyPressProps {
  /** The nonce of the page's content security policy. Browsers hide it from scripts, so React must not compare it. */
  readonly nonce: string | undefined;
}

/**
 * For the head of a page: a press on a button counts although the page was not ready. The last one is repeated as soon as React listens;
 * earlier ones are mostly the same press by an impatient person.
 */
export function EarlyPress({ nonce }: EarlyPressProps) {
  useLayoutEffect(() => repeatPress(window), []);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: WATCH }} />;
}

/** A part of a page that gets ready after the rest, because it waits for a file. A press in it counts too. It has no box of its own. */
export function LatePart({ children }: { readonly children: ReactNode }) {
  const part = useRef<HTMLDivElement & Part>(null);
  useLayoutEffect(() => {
    if (part.current) repeatPress(part.current);
  }, []);
  return (
    <div ref={part} data-late className="contents">
      {children}
    </div>
  );
}
