import { Switch } from "@archipel/ui/switch.tsx";
import { useTranslations } from "next-intl";
import type { Names } from "./use-names.ts";

/** Whether names of places are written over the points. */
export function NamesChoice({ names: { isOn, setOn, state } }: { readonly names: Names }) {
  const t = useTranslations("clouds.viewer.names");
  return (
    <div>
      <Switch label={t("title")} checked={isOn} onCheckedChange={setOn} />
      <p role="status" className="text-ink-muted text-small empty:hidden">
        {state === "reading" && t("reading")}
        {state === "empty" && t("empty")}
        {state === "failed" && t("failed")}
      </p>
    </div>
  );
}
