import { type ExtractState, extractFilePath, type NamedExtract } from "@archipel/contracts/cloud-extracts.ts";
import { formatBytes, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Download, RotateCcw, X } from "lucide-react";
import { useMessages, useTranslations } from "next-intl";
import type { RefObject } from "react";
import { links } from "../../../links.ts";
import { writeNamed } from "./kept-extract.ts";

interface ExtractProgressProps {
  readonly named: NamedExtract;
  readonly state: ExtractState;
  readonly locale: Locale;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** Gives it up, or begins another. */
  readonly onEnd: () => void;
}

const STEPS = ["points", "models", "archive"] as const;

/** How far an extract is; then its archive. The page can be closed: its address finds it again. */
export function ExtractProgress({ named, state, locale, heading, onEnd }: ExtractProgressProps) {
  const t = useTranslations("cloud-extracts.progress");
  const isOpen = state.status === "waiting" || state.status === "progress";
  const step = STEPS.find((one) => one === state.step);
  const label = state.status === "waiting" ? t("waiting", { count: state.ahead ?? 0 }) : t(`steps.${step ?? "points"}`);
  return (
    <div className="grid gap-4">
      <h2 ref={heading} tabIndex={-1} className="font-medium font-text text-large outline-none">
        {t(isOpen ? "preparing" : state.status === "success" ? "ready" : "failed")}
      </h2>
      {isOpen && (
        <>
          <Progress label={label} share={state.status === "waiting" ? null : state.percent / 100} />
          <p className="text-ink-muted text-small">{t(state.isMailed ? "mailed" : "keepAddress")}</p>
        </>
      )}
      <div role="status" className="grid gap-3">
        {state.status === "success" && <Ready {...{ named, state, locale }} />}
        {state.status === "failure" && <Failed state={state} />}
      </div>
      {state.status !== "failure" && (
        <div className="-ml-4">
          <CopyButton
            text={() => `${location.origin}${links.takePoints(locale, state.layerId)}#extract=${writeNamed(named)}`}
            label={t("copy")}
            copiedLabel={t("copied")}
          />
        </div>
      )}
      <Button onClick={onEnd}>
        {isOpen ? <X aria-hidden className="size-5" /> : <RotateCcw aria-hidden className="size-5" />}
        {t(isOpen ? "cancel" : "again")}
      </Button>
    </div>
  );
}

function Ready({ named, state, locale }: Pick<ExtractProgressProps, "named" | "state" | "locale">) {
  const t = useTranslations("cloud-extracts.progress");
  return (
    <>
      {state.points !== null && (
        <p className="figures">{t("points", { count: state.points, shown: formatNumber(locale, state.points) })}</p>
      )}
      <a href={`/api/core${extractFilePath(named)}`} download className={buttonClass({ tone: "primary" })}>
        <Download aria-hidden className="size-5" />
        {t("download", { size: formatBytes(locale, state.size ?? 0) })}
      </a>
      <ul className="grid gap-1 text-small">
        {state.files.map(({ name, bytes, sha256 }) => (
          <li key={name} className="min-w-0">
            <span className="font-medium">{name}</span> <span className="figures text-ink-muted">{formatBytes(locale, bytes)}</span>
            <span className="figures block truncate text-ink-muted" title={sha256}>
              SHA-256 {sha256}
            </span>
          </li>
        ))}
      </ul>
      {state.expiresAt && <p className="text-ink-muted text-small">{t("kept", { date: formatDateTime(locale, state.expiresAt) })}</p>}
    </>
  );
}

function Failed({ state }: { readonly state: ExtractState }) {
  const t = useTranslations("errors");
  const known = useMessages().errors;
  const { code, params } = state.error ?? { code: "unknown", params: {} };
  return <Alert tone="danger" title={t(code in known ? (code as keyof typeof known) : "unknown", params)} isLive />;
}
