"use client";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { dtcgToOverrides, themeToDtcg } from "@archipel/theme/dtcg.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Download, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

const MOST_BYTES = 2_000_000;
const MOST_NAMED = 8;

/** The theme as a file of design tokens, for design tools, and back. What is read waits in the form to be saved. */
export function TokenExchange() {
  const t = useTranslations("admin.portals.tokens");
  const { control, setValue } = usePortalForm();
  const [base, theme = {}] = useWatch({ control, name: ["baseTheme", "theme"] });
  const [said, setSaid] = useState<{ tone: "success" | "warning" | "danger"; title: string; where?: string } | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read =
      file.size > MOST_BYTES
        ? null
        : dtcgToOverrides(
            await file
              .text()
              .then(JSON.parse)
              .catch(() => null),
          );
    if (!read || read.taken.length === 0) {
      setSaid({ tone: "danger", title: t("unreadable") });
      return;
    }
    setValue("theme", read.overrides, { shouldDirty: true, shouldTouch: true });
    const ignored = read.ignored.slice(0, MOST_NAMED).join(", ");
    setSaid({
      tone: read.ignored.length > 0 ? "warning" : "success",
      title: t("read", { taken: read.taken.length, ignored: read.ignored.length }),
      ...(ignored && { where: ignored }),
    });
  };
  const save = () => {
    const file = JSON.stringify(themeToDtcg(portalTheme(base, theme)), null, 2);
    const address = URL.createObjectURL(new Blob([file], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: `${baseTheme(base).theme.id}.tokens.json` }).click();
    // The browser reads the address after this turn.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <div className="flex flex-col gap-3">
      <span className="font-medium">{t("title")}</span>
      <p className="text-ink-muted text-small">{t("hint")}</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={save}>
          <Download aria-hidden className="size-4" />
          {t("export")}
        </Button>
        <label className={buttonClass({})}>
          <Upload aria-hidden className="size-4" />
          {t("import")}
          <input
            ref={hearEarly}
            type="file"
            accept=".json,application/json,application/design-tokens+json"
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
      </div>
      {said && <Alert {...said} isLive />}
    </div>
  );
}
