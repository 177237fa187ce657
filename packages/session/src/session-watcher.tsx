"use client";
import { useEffect, useRef } from "react";
import { isPageKept } from "./kept-page.ts";
import { isSignedIn } from "./session-state.ts";
import { SIGN_OUT_PATH } from "./sign-in-path.ts";

const INTERVAL_MS = 2500;

interface SessionWatcherProps {
  /** Called once when the session has ended elsewhere. By default the page is reloaded. */
  readonly onSignedOut?: () => void;
}

/** Put it on pages of signed-in people: within five seconds it notices a sign-out on another site. It does nothing while the page is hidden. */
export function SessionWatcher({ onSignedOut }: SessionWatcherProps) {
  const notify = useRef(onSignedOut);
  notify.current = onSignedOut;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;

    const look = async () => {
      clearTimeout(timer);
      if (document.visibilityState === "visible" && (await isSignedIn()) === false && !isPageKept()) {
        if (stopped) return;
        stopped = true;
        if (notify.current) notify.current();
        else window.location.reload();
      }
      if (!stopped) timer = setTimeout(look, INTERVAL_MS);
    };

    // A page that signs out by itself is already leaving for the home page: reloading it would lead to the sign-in instead.
    const leave = ({ target }: Event) => {
      if (target instanceof HTMLFormElement && new URL(target.action).pathname === SIGN_OUT_PATH) stopped = true;
    };

    timer = setTimeout(look, INTERVAL_MS);
    document.addEventListener("visibilitychange", look);
    document.addEventListener("submit", leave);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
      document.removeEventListener("submit", leave);
    };
  }, []);
  return null;
}
