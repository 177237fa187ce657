"use client";
import { useLayoutEffect } from "react";

declare global {
  interface Window {
    /** The button pressed last before the page was ready; null since it is. */
    archipelPressed?: HTMLElement | null | undefined;
  }
}

/**
 * Runs while the page is read, before any of its other scripts. Buttons of plain forms are left out: the browser sends those itself. A
 * form with the method `dialog` waits for the page's scripts.
 */
const WATCH = `addEventListener("click",function(event){
if(window.archipelPressed===null||!event.isTrusted)return;
var pressed=event.target.closest("button,[role=switch]");
if(pressed&&!(pressed.type==="submit"&&pressed.form&&pressed.form.method!=="dialog"))window.archipelPressed=pressed;
},true)`;

interface EarlyPressProps {
  /** The nonce of the page's content security policy. Browsers hide it from scripts, so React must not compare it. */
  readonly nonce: string | undefined;
}

/**
 * For the head of a page: a press on a button counts although the page was not ready. The last one is repeated as soon as React listens;
 * earlier ones are mostly the same press by an impatient person.
 */
export function EarlyPress({ nonce }: EarlyPressProps) {
  useLayoutEffect(() => {
    const pressed = window.archipelPressed;
    window.archipelPressed = null;
    // React also gets ready within a press, and then takes this press itself.
    const isTaken = window.event?.type === "click";
    // Two tasks later: the changes of controls come first, which `hearEarly` reports, because the button may send them.
    if (pressed && !isTaken) setTimeout(() => setTimeout(() => pressed.isConnected && pressed.click()));
  }, []);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: WATCH }} />;
}
