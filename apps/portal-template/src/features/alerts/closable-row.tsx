"use client";
import { type ReactNode, useState, useSyncExternalStore } from "react";

interface ClosableRowProps {
  /** Of the revision: a correction is shown again. */
  readonly id: string;
  readonly closeLabel: string;
  readonly closeMark: ReactNode;
  readonly className: string;
  readonly children: ReactNode;
}

const keyOf = (id: string) => `alert closed ${id}`;
const subscribe = () => () => {};

/** What a browser without a session storage remembers: nothing. */
function readClosed(id: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(id)) !== null;
  } catch {
    return false;
  }
}

/** A row that a person can close for the session. It is on every page: words and drawings come from the server. */
export function ClosableRow({ id, closeLabel, closeMark, className, children }: ClosableRowProps) {
  const wasClosed = useSyncExternalStore(
    subscribe,
    () => readClosed(id),
    () => false,
  );
  const [isClosed, setClosed] = useState(false);
  if (isClosed || wasClosed) return null;
  const close = () => {
    try {
      sessionStorage.setItem(keyOf(id), "1");
    } catch {
      // Closed on this page only.
    }
    setClosed(true);
  };
  return (
    <div className={className}>
      {children}
      <button
        type="button"
        onClick={close}
        aria-label={closeLabel}
        className="inline-flex size-10 shrink-0 items-center justify-center rounded-control hover:bg-sunken"
      >
        {closeMark}
      </button>
    </div>
  );
}
