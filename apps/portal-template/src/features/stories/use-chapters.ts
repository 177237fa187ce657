import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from "react";
import { CHAPTER_ANCHOR } from "../../links.ts";

/** The chapter that is read is the one under this line of the window, in percent of its height: below the map on a narrow screen. */
const LINE = { wide: 45, narrow: 72 };

/**
 * Which chapter is read, by the position of the page. The address follows, without steps in the browser's history.
 *
 * @param list the element whose children are the chapters, by their anchors
 */
export function useChapters(keys: readonly string[], list: RefObject<HTMLElement | null>, isWide: boolean) {
  const [active, setActive] = useState(0);
  const anchors = keys.join();

  const read = useEffectEvent((anchor: string) => {
    const index = keys.findIndex((key) => anchor === `${CHAPTER_ANCHOR}${key}`);
    if (index === -1 || index === active) return;
    setActive(index);
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${anchor}`);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: new chapters are other elements
  useEffect(() => {
    const line = isWide ? LINE.wide : LINE.narrow;
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) if (isIntersecting) read(target.id);
      },
      { rootMargin: `-${line}% 0px -${99 - line}% 0px` },
    );
    for (const chapter of list.current?.children ?? []) watcher.observe(chapter);
    return () => watcher.disconnect();
  }, [anchors, isWide, list]);

  const go = useCallback(
    (index: number) => {
      const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
      list.current?.children[index]?.scrollIntoView({ behavior, block: "start" });
    },
    [list],
  );
  return { active, go };
}
