"use client";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly email: string;
  readonly onKept: () => void;
}

/** New recovery codes, which are shown this once. */
export function RecoveryCodes({ codes, email, onKept }: RecoveryCodesProps) {
  const t = useTranslations("identity.secondFactor");
  const tc = useTranslations("common.actions");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = [t("file", { email }), "", ...codes, ""].join("\r\n");
  return (
    <div className="grid gap-4">
      <h3 ref={heading} tabIndex={-1} className="font-medium">
        {t("codesTitle")}
      </h3>
      <p className="max-w-prose">{t("codesText")}</p>
      <ol className="grid max-w-sm grid-cols-2 gap-x-6 gap-y-1 rounded-control bg-sunken p-4">
        {codes.map((code) => (
          <li key={code}>
            <code className="select-all">{code}</code>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={t("fileName")}
          className={buttonClass({ tone: "primary" })}
        >
          {t("save")}
        </a>
        <CopyButton text={codes.join("\n")} label={t("copyCodes")} copiedLabel={tc("copied")} />
        <Button onClick={onKept}>{t("kept")}</Button>
      </div>
    </div>
  );
}
