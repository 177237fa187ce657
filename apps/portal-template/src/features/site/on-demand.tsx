"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from "react";

type Loading<Props> = { readonly is: "waiting" | "failed" } | { readonly is: "here"; readonly Part: ComponentType<Props> };

/**
 * A part of a page that is loaded when it is first shown. When it cannot be loaded, it says so in its own place and offers to try again:
 * the rest of the page stays, with what the person has written there.
 */
export function onDemand<Props extends object>(load: (props: Props) => Promise<{ default: ComponentType<Props> }>, waiting: ReactNode) {
  let known: ComponentType<Props> | undefined;
  // biome-ignore lint/correctness/noComponentHookFactories: it is called once per part, at the top of a module, as `next/dynamic` is
  return function OnDemand(props: Props) {
    const [state, setState] = useState<Loading<Props>>(() => (known ? { is: "here", Part: known } : { is: "waiting" }));
    const isWaiting = state.is === "waiting";
    const begin = useEffectEvent(() => load(props));
    useEffect(() => {
      if (!isWaiting) return;
      let isGone = false;
      begin().then(
        ({ default: Part }) => {
          known = Part;
          if (!isGone) setState({ is: "here", Part });
        },
        () => !isGone && setState({ is: "failed" }),
      );
      return () => {
        isGone = true;
      };
    }, [isWaiting]);
    if (state.is === "here") return <state.Part {...props} />;
    return isWaiting ? waiting : <NotLoaded onRetry={() => setState({ is: "waiting" })} />;
  };
}

function NotLoaded({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslations("common");
  return (
    <div className="p-4">
      <Alert
        tone="warning"
        isLive
        title={t("notLoaded.title")}
        repair={t("notLoaded.repair")}
        action={<Button onClick={onRetry}>{t("actions.retry")}</Button>}
      />
    </div>
  );
}
