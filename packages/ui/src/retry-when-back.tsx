"use client";
import { useEffect } from "react";

/** Between two tries. A part of it is random: visitors who wait must not all come at the same moment. */
const WAIT_MS = { least: 4000, random: 3000 };

/**
 * Reloads the page as soon as its address answers again. The page stays as it is until then, so that nobody loses their place in it. Without
 * scripts the browser loads it again.
 */
export function RetryWhenBack() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(() => void attempt(), WAIT_MS.least + Math.random() * WAIT_MS.random);
    };
    async function attempt(): Promise<void> {
      const isBack = await fetch(location.href, { method: "HEAD", cache: "no-store", redirect: "manual" }).then(
        ({ status }) => status < 500,
        () => false,
      );
      if (isBack) location.reload();
      else wait();
    }
    wait();
    return () => clearTimeout(timer);
  }, []);
  return (
    <noscript>
      <meta httpEquiv="refresh" content="10" />
    </noscript>
  );
}
