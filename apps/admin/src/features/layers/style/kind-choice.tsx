"use client";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Kind } from "./changes.ts";
import { KindPicture } from "./kind-picture.tsx";

interface KindChoiceProps {
  /** Unique on the page. */
  readonly name: string;
  readonly value: Kind;
  readonly options: readonly { readonly kind: Kind; readonly impossible: string | undefined }[];
  readonly onChoose: (kind: Kind) => void;
}

/** How a layer is drawn, each kind with a picture. */
export function KindChoice({ name, value, options, onChoose }: KindChoiceProps) {
  const t = useTranslations("layers.style");
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{t("kind")}</legend>
      <div className="grid grid-cols-1 gap-1.5 sm:grid-cols-2 xl:grid-cols-1">
        {options.map(({ kind, impossible }) => (
          <label
            key={kind}
            className={clsx(
              "relative flex min-h-12 items-center gap-3 rounded-control border px-2.5 py-1.5 has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
              kind === value ? "border-accent bg-accent-soft" : "border-line bg-surface hover:border-line-strong",
              impossible !== undefined && "opacity-60",
            )}
          >
            <input
              ref={hearEarly}
              type="radio"
              name={name}
              value={kind}
              checked={kind === value}
              disabled={impossible !== undefined}
              onChange={() => onChoose(kind)}
              className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-not-allowed"
            />
            <KindPicture kind={kind} />
            <span className="min-w-0">
              <span className={clsx("block leading-tight", kind === value && "font-medium")}>{t(`kinds.${kind}`)}</span>
              <span className="block text-ink-muted text-small leading-snug">{impossible ?? t(`kindHints.${kind}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
