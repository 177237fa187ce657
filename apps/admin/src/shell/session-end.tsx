"use client";
import { isSignedIn } from "@archipel/session/session-state.ts";
import { SessionWatcher } from "@archipel/session/session-watcher.tsx";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { isTypedHere, useTypedHere } from "@archipel/session/typed-here.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { useApiClient } from "../api/api.ts";
import { links } from "../links.ts";

const INTERVAL_MS = 1500;

/**
 * When the session ends: a page where nothing was typed leaves for the sign-in, as before. A page with typed text stays, under a question that
 * hides it: the person signs in again in another tab, and goes on here. Another person starts with a new page.
 */
export function SessionEnd({ personId }: { readonly personId: string }) {
  useTypedHere();
  const [isOver, setOver] = useState(false);
  const end = () => {
    if (isTypedHere()) setOver(true);
    else window.location.reload();
  };
  if (!isOver) return <SessionWatcher onSignedOut={end} />;
  return <SignInAgain personId={personId} onBack={() => setOver(false)} />;
}

function SignInAgain({ personId, onBack }: { readonly personId: string; readonly onBack: () => void }) {
  const t = useTranslations("admin.sessionEnd");
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useSessionAgain(personId, onBack);
  const signIn = signInPath(links.signedIn());
  return (
    // The browser's own dialog is above the dialogs of the page: a press in it closes no form below.
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      // The page is not readable without a session.
      onCancel={(event) => event.preventDefault()}
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-0 text-ink shadow-raised backdrop:bg-ground/80 backdrop:backdrop-blur-md"
    >
      <div className="flex flex-col gap-3 px-5 py-4">
        <h2 id={`${id}-title`} className="text-title">
          {t("title")}
        </h2>
        <p id={`${id}-text`}>{t("text")}</p>
      </div>
      <div className="flex flex-wrap justify-end gap-3 border-line border-t px-5 py-4 max-sm:flex-col-reverse">
        <Button onClick={() => window.location.assign(signInPath(window.location.pathname))}>{t("drop")}</Button>
        <LinkButton tone="primary" href={signIn} target="_blank" onClick={(event) => openTab(event, signIn)}>
          {t("again")}
        </LinkButton>
      </div>
    </dialog>
  );
}

/** Only a tab that a script opened can close itself again. */
function openTab(event: { preventDefault: () => void }, address: string): void {
  if (window.open(address, "_blank")) event.preventDefault();
}

/** Waits for a session of the same person, and reads everything again with it. */
function useSessionAgain(personId: string, onBack: () => void): void {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const back = useRef(onBack);
  back.current = onBack;
  const look = useCallback(async () => {
    if ((await isSignedIn()) !== true) return false;
    const me = await client.identity.me.query().catch(() => null);
    if (me === null) return false;
    if (me.id === personId) {
      await queryClient.invalidateQueries();
      back.current();
    } else window.location.reload();
    return true;
  }, [client, queryClient, personId]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const again = async () => {
      if (!(await look()) && !isGone) timer = setTimeout(again, INTERVAL_MS);
    };
    timer = setTimeout(again, INTERVAL_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [look]);
}
